//! The life of a policy in the real window: it is written with a preview, kept over a crash, compared, asked for, approved, read.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use stories::owner::Owner;

#[test]
fn a_policy_is_written_compared_approved_and_read() {
    let mut o = Owner::opens("policy.isms");
    o.goes("#/record/POL-10");
    o.window.press("Write", 0);
    o.window.sees("This version");
    // Word by word, as an owner writes: at the end of what is in force, with a table and something that looks like a script.
    let before = o.window.script("return document.getElementById('doc-text').value", &[]);
    let text = format!(
        "{}\n\n## Products\n\n| What | Within |\n|---|---|\n| Early warning | 24 hours |\n\n<script>document.title='ran'</script>",
        before.as_str().expect("a text")
    );
    o.window.script(
        "const e = document.getElementById('doc-text'); e.focus(); e.select(); document.execCommand('insertText', false, arguments[0]); return null",
        &[json!(text)],
    );
    o.window.until("the table in the preview", || {
        let n = o.window.script("return document.querySelectorAll('.as-read table td').length", &[]);
        (n == 2).then_some(())
    });
    o.window.sees("Draft kept");
    // A crash: the words are there again.
    o.window.kill();
    o.window = Owner::window(&o.desk, &o.file);
    o.window.sees("All saved");
    o.goes("#/record/POL-10?show=write");
    o.window.sees("Your words of last time are here again.");
    let again = o.window.script("return document.getElementById('doc-text').value", &[]);
    assert_eq!(again.as_str(), Some(text.as_str()));
    o.presses("Yes: version 3.0");
    o.window.fill("doc-what", "From now on products are told of within 24 hours.");
    o.window.sees("again that they have read it");
    o.presses("Ask for approval");
    o.window.sees("in approval");
    o.window.press("Compare", 0);
    o.window.sees("1 place changed");
    let seen =
        o.window.script("return [...document.querySelectorAll('.sheet ins')].map(e => e.textContent).join(' ')", &[]);
    assert!(seen.as_str().unwrap().contains("document.title='ran'"), "{seen}");
    assert!(!o.window.script("return document.title", &[]).as_str().unwrap().contains("ran"));
    o.window.pictured();
    o.presses("Approve…");
    o.presses("Put it in force");
    o.window.sees("Published POL-10 3.0");
    o.window.press("Read", 0);
    o.window.sees("Early warning");
    o.window.is_sound();
    let written = o.leaves();
    let shown = written.shows("POL-10");
    assert_eq!(shown["body"]["version"], "3.0");
    assert!(shown["body"]["draft"].is_null());
    let c = written.desk.isms(&["compare", "policy.isms", "POL-10", "--json"]).ok().json();
    assert_eq!(
        (c["was"]["number"].as_str(), c["now"]["number"].as_str(), c["places"].as_u64()),
        (Some("2.0"), Some("3.0"), Some(1))
    );
}

/// A PDF of one page with these words.
fn pdf(words: &str) -> Vec<u8> {
    let stream = format!("BT /F1 10 Tf 50 740 Td ({words}) Tj ET");
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_string(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
    ];
    let mut out = "%PDF-1.4\n".to_string();
    let mut table = "0000000000 65535 f \n".to_string();
    for (i, part) in parts.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{part}\nendobj\n", i + 1));
    }
    let at = out.len();
    out.push_str(&format!("xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"));
    out.into_bytes()
}
#[test]
fn a_file_that_is_given_to_the_guide_has_its_words_taken_out() {
    let desk = stories::Desk::default();
    desk.demo("d.isms");
    desk.write("rule.pdf", pdf("Whoever loses a key tells support within 4 hours."));
    let answers = json!({
        "changed": {"matters": {"policy-obligation-changed:OB-010": "yes"}},
        "practice": {"asked": ["P-002"], "practised": "yes"},
        "fit": {"suitable": "yes", "adequate": "yes", "effective": "yes"},
        "decide": {"course": "improve"},
        "text": {"file": {"file": "rule.pdf"}, "dealt": {"policy-obligation-changed:OB-010": "The only sentence"}},
        "duty": {"change": "minor", "changed_what": "It is said in one sentence; nothing else is asked of anyone."},
        "approve": {"approved": {"by": "P-001", "on": "2026-11-24", "how": "in_app"}, "in_force_from": "2026-11-24"},
        "place": {"kept_where": "Wiki", "old_out": "yes"},
        "check": {},
        "sign": {"held_on": "2026-11-24", "outcome": "changed", "why": "Asked two people; they do it that way.", "signed": true},
    });
    desk.write("a.json", answers.to_string());
    desk.isms(&["wizard", "d.isms", "policy-review", "--about", "POL-10", "--answers", "a.json"]).ok();
    let body = desk.isms(&["show", "d.isms", "POL-10", "--json"]).ok().json()["body"].clone();
    assert_eq!(body["file_text"], "Whoever loses a key tells support within 4 hours.");
    assert!(body["file"].as_str().is_some_and(|f| f.starts_with("EV-")) && body["text"].is_null(), "{body}");
    // What was in force before is compared with the words of the file.
    let c = desk.isms(&["compare", "d.isms", "POL-10", "--json"]).ok().json();
    assert!(c["not_shown"].is_null() && c["places"].as_u64() > Some(0), "{}", c["says"]);
    // No document: said, and nothing is written.
    desk.write("rule.odt", "no document");
    desk.write("b.json", answers.to_string().replace("rule.pdf", "rule.odt"));
    let no = desk.isms(&["wizard", "d.isms", "policy-review", "--about", "POL-10", "--answers", "b.json"]).ends(2);
    assert!(no.err.contains("neither a DOCX nor a PDF"), "{}", no.err);
}
