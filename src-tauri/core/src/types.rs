//! TypeScript types of every kind, from its declaration. Committed as `ui/types.d.ts`; a test fails when that is old.
use crate::kind::{Field, Ty};
use crate::kinds::kinds;

/// The whole of `ui/types.d.ts`.
pub fn all() -> String {
    let mut out = String::from(
        "// Written by `cargo xtask types` from the kinds in src-tauri/core/src/kinds. Not edited by hand.\n\nexport interface Approval { by: string; on: string; how: \"in_app\" | \"signed\" | \"email\" | \"minutes\"; proof?: string[] }\nexport interface Cadence { every: number; unit: \"day\" | \"week\" | \"month\" | \"year\"; from?: \"last\" | \"audit\" | { fixed: string }; lead_days?: number; window_days?: number }\nexport interface Money { minor: number; currency: string }\n",
    );
    for k in kinds() {
        let name: String = k.name.split('_').map(|w| w[..1].to_uppercase() + &w[1..]).collect();
        out.push_str(&format!(
            "\n/** {} Clause {}. */\nexport interface {name} {{\n",
            k.about.lines().next().unwrap_or_default(),
            k.clause
        ));
        out.push_str("  /** Version of the body. */\n  v: number;\n");
        if !k.states.is_empty() {
            out.push_str(&format!(
                "  state: {};\n",
                k.states.iter().map(|s| format!("{s:?}")).collect::<Vec<_>>().join(" | ")
            ));
        }
        for f in &k.fields {
            out.push_str(&field(f, "  "));
        }
        out.push_str("  /** Why it no longer exists, applies, or is done. */\n  retired?: string;\n}\n");
    }
    out.push_str(&format!(
        "\nexport interface Kinds {{ {} }}\n",
        kinds()
            .iter()
            .map(|k| format!(
                "{}: {}",
                k.name,
                k.name.split('_').map(|w| w[..1].to_uppercase() + &w[1..]).collect::<String>()
            ))
            .collect::<Vec<_>>()
            .join("; ")
    ));
    out
}

fn field(f: &Field, indent: &str) -> String {
    format!(
        "{indent}/** {} */\n{indent}{}{}: {};\n",
        f.question.replace("*/", ""),
        f.name,
        if f.required { "" } else { "?" },
        ty(&f.ty)
    )
}
fn ty(t: &Ty) -> String {
    let union = |of: &[crate::kind::Choice]| of.iter().map(|c| format!("{:?}", c.name)).collect::<Vec<_>>().join(" | ");
    let row = |of: &[Field]| {
        format!(
            "{{ {} }}",
            of.iter()
                .map(|f| format!("{}{}: {}", f.name, if f.required { "" } else { "?" }, ty(&f.ty)))
                .collect::<Vec<_>>()
                .join("; ")
        )
    };
    match t {
        Ty::Score | Ty::Percent | Ty::Count => "number".into(),
        Ty::Bool => "boolean".into(),
        Ty::Money => "Money".into(),
        Ty::Cadence => "Cadence".into(),
        Ty::Approval => "Approval".into(),
        Ty::Clauses | Ty::Texts | Ty::Targets | Ty::Refs { .. } => "string[]".into(),
        Ty::Choice { of } => union(of),
        Ty::Many { of } => format!("({})[]", union(of)),
        Ty::Row { of } => row(of),
        Ty::List { of } => format!("{}[]", row(of)),
        Ty::Free => "unknown".into(),
        _ => "string".into(),
    }
}
