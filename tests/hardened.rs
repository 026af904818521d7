//! The window against what is written in it, against script that did run, and against a look at the disk afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "hardened/attempts.rs"]
mod attempts;
#[path = "hardened/disk.rs"]
mod disk;
#[path = "hardened/network.rs"]
mod network;
#[path = "hardened/payloads.rs"]
mod payloads;
#[path = "hardened/words.rs"]
mod words;

use serde_json::{Value, json};
use stories::Desk;
use stories::window::Window;

/// Begins to listen for what the content policy stopped, and remembers how the page began.
const LISTEN: &str = "window.__stopped = []; addEventListener('securitypolicyviolation', e => window.__stopped.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`)); window.__begun = {place: location.origin + location.pathname, head: document.querySelectorAll('script, link, meta, style').length};";
/// What is wrong with the page as it stands: nothing, where all that was written is text.
const LOOK: &str = r#"
const bad = [];
if (window.__canary !== undefined) bad.push(`the canary is ${window.__canary}`);
if (!window.__begun) return ['the page began anew'];
if (location.origin + location.pathname !== window.__begun.place) bad.push(`it is at ${location.href}`);
if (document.querySelectorAll('script, link, meta, style').length !== window.__begun.head) bad.push('another script, link, meta or style');
for (const s of window.__stopped) bad.push(`stopped: ${s}`);
for (const f of window.__faults) bad.push(`fault: ${f.at} ${f.text}`);
const never = new Set('img iframe object embed video audio base math marquee template frame frameset applet portal noscript foreignobject animate set body'.split(' '));
for (const e of document.querySelectorAll('*')) {
  const tag = e.localName.toLowerCase();
  const ours = e === document.body || tag === 'img' && e.getAttribute('src') === 'icon.svg' && e.attributes.length === 4;
  if (never.has(tag) && !ours || /xq\d/.test(tag)) bad.push(`an element ${tag}: ${e.outerHTML.slice(0, 120)}`);
  for (const a of e.attributes) {
    const name = a.name.toLowerCase(), v = a.value;
    if (name.startsWith('on') || /xq\d/.test(name) || name === 'srcdoc') bad.push(`an attribute ${name} of ${tag}: ${v.slice(0, 80)}`);
    const leads = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster', 'background', 'ping', 'cite'].includes(name);
    if (leads && (/^[\s\x00-\x1f]*(javascript|data|vbscript|https?|file|blob):/i.test(v) || e.localName === 'a' && !v.startsWith('#'))) bad.push(`${tag} leads to ${v.slice(0, 80)}`);
    if (['id', 'name', 'class', 'style', 'for', 'form', 'target'].includes(name) && /xq\d|__canary/.test(v)) bad.push(`${name} of ${tag}: ${v.slice(0, 80)}`);
  }
}
if (document.getElementById('__canary') || document.forms.length && document.forms.__canary) bad.push('the canary is an element');
return bad;
"#;

/// A window whose pages are looked at one by one.
struct Watched {
    window: Window,
    wrong: Vec<String>,
    seen: usize,
}
impl Watched {
    fn opens(desk: &Desk, file: &str, today: &str) -> Watched {
        Watched::opens_with(desk, &[file], today, &[])
    }
    /// With further places of the machine's own.
    fn opens_with(desk: &Desk, files: &[&str], today: &str, more: &[(&str, &str)]) -> Watched {
        std::fs::create_dir_all(desk.path("dialog")).expect("a folder");
        let (home, dialog) = (desk.path("home"), desk.path("dialog"));
        let (home, dialog) = (home.to_string_lossy(), dialog.to_string_lossy());
        let paths: Vec<String> = files.iter().map(|f| desk.path(f).to_string_lossy().into_owned()).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let mut env = vec![("ISMS_HOME", &*home), ("ISMS_DIALOG", &*dialog), ("ISMS_TODAY", today)];
        env.extend(more);
        let window = Window::open(&paths, &env, (1280, 800));
        window.until("the first page", || {
            let heading = window.heading();
            (heading == "Today" || window.text().contains("Recovery code")).then_some(())
        });
        window.script(LISTEN, &[]);
        Watched { window, wrong: Vec::new(), seen: 0 }
    }
    fn calls(&self, command: &str, args: Value) -> Value {
        let out = self.window.script_async("const [name, args, done] = arguments; window.__TAURI_INTERNALS__.invoke(name, args).then(done, e => done({no: e}))", &[json!(command), args]);
        assert!(out.get("no").is_none(), "{command}: {out}");
        out
    }
    fn goes(&mut self, address: &str) {
        self.window.go(address);
        self.looks(address);
    }
    fn looks(&mut self, at: &str) {
        self.window.settled();
        self.seen += 1;
        let found = self.window.script(LOOK, &[]);
        let Some(found) = found.as_array() else { panic!("{at}: no look: {found}") };
        self.wrong.extend(found.iter().map(|f| format!("{at}: {}", f.as_str().unwrap_or_default())));
    }
    /// What stands there: the words, with what is folded away.
    fn letters(&self) -> String {
        let all = self.window.script("return document.getElementById('main').textContent", &[]);
        payloads::letters(all.as_str().expect("a page"))
    }
}
