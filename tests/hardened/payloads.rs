//! Three hundred texts that would become script, were they ever more than text; and where they are put.
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use stories::Desk;

/// `{a}` is what a script of it would do, `{m}` the mark by which it is known.
const SHAPES: [&str; 75] = [
    "<script>{a}//{m}</script>",
    "<script src=\"data:text/javascript,{a}//{m}\"></script>",
    "</script><script>{a}//{m}</script>",
    "<img src={m} onerror={a}>",
    "<img src=\"{m}\" onerror=\"{a}\">",
    "<IMG/SRC={m}/ONERROR={a}>",
    "<svg onload={a} id={m}>",
    "<svg><script>{a}//{m}</script></svg>",
    "<svg><animate onbegin={a} attributeName=x dur=1s id={m}>",
    "<svg><a xlink:href=\"javascript:{a}\"><text y=9>{m}</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,{m}#x\">",
    "<svg><foreignObject><img src={m} onerror={a}></foreignObject></svg>",
    "<math href=\"javascript:{a}\">{m}</math>",
    "<iframe srcdoc=\"<script>parent.{a}//{m}</script>\"></iframe>",
    "<iframe src=\"javascript:parent.{a}\" name={m}></iframe>",
    "<object data=\"javascript:{a}\" name={m}></object>",
    "<object type=text/html data=\"data:text/html,{m}\"></object>",
    "<embed src=\"javascript:{a}\" name={m}>",
    "<body onload={a} id={m}>",
    "<details open ontoggle={a} id={m}>",
    "<video src={m} onerror={a}></video>",
    "<audio src={m} onerror={a}></audio>",
    "<input autofocus onfocus={a} name={m}>",
    "<select autofocus onfocus={a} name={m}></select>",
    "<textarea autofocus onfocus={a} name={m}></textarea>",
    "<marquee onstart={a} id={m}>x</marquee>",
    "<a href=\"javascript:{a}\" id={m}>x</a>",
    "<a href=\"java&#115;cript:{a}\" id={m}>x</a>",
    "<a href=\" &#14; javascript:{a}\" id={m}>x</a>",
    "<a href=\"data:text/html,<script>opener.{a}</script>\" target=_blank id={m}>x</a>",
    "<form action=\"javascript:{a}\" id={m}><button>x</button></form>",
    "<button formaction=\"javascript:{a}\" form={m}>x</button>",
    "<meta http-equiv=refresh content=\"0;url=javascript:{a}\" name={m}>",
    "<base href=\"javascript:{a}//{m}/\">",
    "<link rel=stylesheet href=\"data:text/css,{m}\" onload={a}>",
    "<style onload={a} id={m}>*{}</style>",
    "<style>@import 'javascript:{a}';/*{m}*/</style>",
    "<div style=\"background:url(javascript:{a})\" id={m}>",
    "<div style=\"width:expression({a})\" id={m}>",
    "<div onmouseover={a} style=\"position:fixed;inset:0\" id={m}>",
    "<div id=__canary name={m}></div>",
    "<form name=__canary><input name={m}></form>",
    "<img name=__faults id={m}>",
    "<template><script>{a}//{m}</script></template>",
    "<noscript><p title=\"</noscript><img src={m} onerror={a}>\">",
    "<math><mtext><table><mglyph><style><img src={m} onerror={a}>",
    "<svg></p><style><a id=\"</style><img src={m} onerror={a}>\">",
    "<!--><img src={m} onerror={a}>-->",
    "<![CDATA[><img src={m} onerror={a}>]]>",
    "&lt;img src={m} onerror={a}&gt;",
    "&#60;img src={m} onerror={a}&#62;",
    "&amp;lt;script&amp;gt;{a}//{m}",
    "\u{ff1c}img src={m} onerror={a}\u{ff1e}",
    "\\u003cimg src={m} onerror={a}\\u003e",
    "\\x3cscript\\x3e{a}//{m}",
    "%3Cscript%3E{a}//{m}%3C/script%3E",
    "javascript:{a}//{m}",
    "${{a}} `{m}`",
    "{{constructor.constructor('{a}')()}} {m}",
    "<%= {a} %> {m}",
    "#{{a}} {m}",
    "';{a};//{m}",
    "\");{a};//{m}",
    "*/{a}/*{m}",
    "[{m}](javascript:{a})",
    "![{m}](x\"onerror=\"{a})",
    "[{m}](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:{a}> {m}",
    "[{m}]: javascript:{a}",
    "| {m} | <img src=x onerror={a}> |",
    "__proto__[html]={a}&{m}",
    "{\"__html\":\"<img src={m} onerror={a}>\"}",
    "<{m} onclick={a}>x</{m}>",
    "#/record/{m}?<script>{a}</script>",
    "R-012\" onmouseover=\"{a}\" x=\"{m}",
];
/// What may stand around it: nothing, an end of what it stands in, letters that turn the line, marks of our own little Markdown and codes.
const FRAMES: [(&str, &str); 4] =
    [("", ""), ("\"'></textarea></title></style>", ""), ("\u{202e}", "\u{202c}\u{200b}"), ("- # **R-012", "** POL-10")];

pub fn payloads() -> Vec<String> {
    let mut all = Vec::new();
    for (before, after) in FRAMES {
        for shape in SHAPES {
            let n = all.len();
            let text = shape.replace("{a}", &format!("window.__canary={n}")).replace("{m}", &format!("xq{n:03}"));
            all.push(format!("{before}{text}{after}"));
        }
    }
    all
}

/// What is left of a text when spaces, signs that hide or turn, and the marks of Markdown are taken away: by it the text is found again
/// where those marks became bold, lists and links.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && !"*_`\\[]()|#-".contains(*c)
                && !('\u{200b}'..='\u{200f}').contains(c)
                && !('\u{202a}'..='\u{202e}').contains(c)
                && !('\u{2066}'..='\u{2069}').contains(c)
        })
        .collect()
}

/// A record into which payloads were put.
pub struct Planted {
    pub kind: String,
    pub id: String,
    /// The field and what was written.
    pub texts: Vec<(String, String)>,
    /// Numbers of the payloads in it.
    pub numbers: Vec<usize>,
}

/// Hands out payloads, and begins anew when all were given.
struct Giver {
    all: Vec<String>,
    next: usize,
}
impl Giver {
    fn gives(&mut self, most: u64) -> (String, Vec<usize>) {
        // Long texts hold three, each a paragraph of its own.
        let many = if most >= 2000 { 3 } else { 1 };
        let numbers: Vec<usize> = (self.next..self.next + many).map(|n| n % self.all.len()).collect();
        self.next += many;
        let texts: Vec<&str> = numbers.iter().map(|n| self.all[*n].as_str()).collect();
        (texts.join("\n\n"), numbers)
    }
}
/// How long a field that takes any words may be.
fn words(schema: &Value) -> Option<u64> {
    let free = schema["type"] == "string" && ["format", "pattern", "enum"].iter().all(|k| schema.get(k).is_none());
    free.then(|| schema["maxLength"].as_u64()).flatten()
}

/// Puts payloads into every text field of up to two records of every kind, and says where. Fields that take only words of their own
/// (a legal clock, a CVSS vector, the number of a control) refuse them: they come back as the second list.
pub fn plant(desk: &Desk, file: &str, prefer: &[&str]) -> (Vec<Planted>, Vec<String>) {
    let mut giver = Giver { all: payloads(), next: 0 };
    let (mut planted, mut refused) = (Vec::new(), Vec::new());
    let kinds = desk.isms(&["kinds", "--json"]).ok().json();
    for kind in kinds["kinds"].as_array().expect("kinds") {
        let name = kind["name"].as_str().expect("a name");
        let fields = kind["schema"]["properties"].as_object().expect("fields");
        let list = desk.isms(&["list", file, name, "--json"]).ok().json();
        let mut records: Vec<Value> =
            list["records"].as_array().expect("records").iter().filter(|r| r["retired"] == false).cloned().collect();
        // Those that say most, after those that are asked for.
        records.sort_by_key(|r| {
            (!prefer.contains(&r["id"].as_str().unwrap_or_default()), Reverse(r["body"].to_string().len()))
        });
        if name == "campaign" {
            records.push(json!({"id": "CMP", "body": {"of": "CRS-01", "version": "1.0", "people": ["P-004"], "words": "x", "until": "2026-12-20", "answers_to": "a@b.example", "pass_mark": 80, "sent_on": "2026-11-24",
                "quiz": [{"question": "x", "a": "x", "b": "x", "right": "a"}], "answered": [], "reminded": []}}));
        }
        for record in records.iter().take(2) {
            let (id, body) = (record["id"].as_str().expect("a code"), &record["body"]);
            let mut new = Map::new();
            let mut given: Vec<(String, String, Vec<usize>)> = Vec::new();
            for (field, schema) in fields {
                if let Some(most) = words(schema) {
                    let (text, numbers) = giver.gives(most);
                    new.insert(field.clone(), json!(text));
                    given.push((field.clone(), text, numbers));
                } else if let Some(rows) = body[field].as_array().filter(|r| !r.is_empty() && r[0].is_object()) {
                    let mut rows = rows.clone();
                    for (inner, schema) in schema["items"]["properties"].as_object().into_iter().flatten() {
                        let Some(most) = words(schema) else { continue };
                        let (text, numbers) = giver.gives(most);
                        rows[0][inner] = json!(text);
                        given.push((format!("{field}[1].{inner}"), text, numbers));
                    }
                    new.insert(field.clone(), json!(rows));
                }
            }
            // What refuses is given back what it was; the rest is written.
            for turn in 0.. {
                assert!(turn < 8, "{id} takes none of it: {refused:?}");
                // Proofs are never edited: another one is recorded.
                let proof = ["acknowledgement", "evidence", "review", "training_record", "campaign"].contains(&name);
                let out = if proof {
                    let mut whole = body.as_object().expect("a body").clone();
                    whole.remove("v");
                    whole.extend(new.clone());
                    if name == "review" {
                        whole.insert("held_on".into(), json!("2026-11-24"));
                    }
                    desk.isms(&["put", file, name, "--json", &json!(whole).to_string(), "--why", &giver.all[turn]])
                } else {
                    desk.isms(&["put", file, name, id, "--json", &json!(new).to_string(), "--why", &giver.all[turn]])
                };
                if out.status == 0 {
                    let code = out
                        .out
                        .split(|c: char| c.is_whitespace() || c == ':')
                        .find(|w| w.contains('-') && w.starts_with(kind["prefix"].as_str().expect("a prefix")));
                    let id = if proof { code.unwrap_or_else(|| panic!("no code: {}", out.out)) } else { id };
                    let numbers = given.iter().flat_map(|g| g.2.clone()).collect();
                    let texts = given.iter().map(|g| (g.0.clone(), g.1.clone())).collect();
                    planted.push(Planted { kind: name.into(), id: id.trim_end_matches('.').into(), texts, numbers });
                    break;
                }
                let before = given.len();
                given.retain(|(place, _, _)| {
                    let named = out.err.lines().any(|l| l.contains(&format!(".{place}: ")));
                    if named {
                        refused.push(format!("{name}.{place}"));
                        match place.split_once("[1].") {
                            Some((list, inner)) => new[list][0][inner] = body[list][0][inner].clone(),
                            None => drop(new.remove(place)),
                        }
                    }
                    !named
                });
                assert!(given.len() < before, "{id}: {}", out.err);
            }
        }
    }
    (planted, refused)
}
