//! Script that did run, by whatever way: it reaches no page, no file, no network, and no command but ours, which believe nothing.
use crate::{LOOK, Watched};
use serde_json::json;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use stories::network::{Alone, alone, sent};
use stories::window::Window;
use stories::{Desk, root};

/// Ways out, each with what became of it: "refused: …" by exception, rejection, an error of its own or the content policy; "nothing" where
/// the page is as it was after a hundred frames and an answered command; anything else got through. `to` is an address, `file` a page on the disk.
pub const WAYS: &str = include_str!("ways.js");

/// Counts who comes.
pub fn door() -> (String, Arc<AtomicUsize>) {
    let door = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = door.local_addr().expect("an address").to_string();
    let came = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&came);
    std::thread::spawn(move || {
        for stream in door.incoming() {
            counter.fetch_add(usize::from(stream.is_ok()), Ordering::SeqCst);
        }
    });
    (at, came)
}
/// Tries every way out; those that got through, and how many were tried.
pub fn tried(window: &Window, to: &str, file: &Path, came: impl Fn() -> u64) -> (Vec<String>, usize) {
    let names = window.script(WAYS, &[json!(to), json!(file)]);
    let names = names.as_array().unwrap_or_else(|| panic!("no ways: {names}"));
    let mut through = Vec::new();
    for name in names {
        let before = came();
        let out = window
            .script_async("const [name, done] = arguments; window.__try(name).then(done)", std::slice::from_ref(name));
        let fine = out.as_str().is_some_and(|s| s == "nothing" || s.starts_with("refused: "));
        let came = came() - before;
        if !fine || came > 0 {
            through.push(format!("{name}: {out}, and {came} came"));
        }
    }
    (through, names.len())
}

#[test]
fn script_that_runs_leads_nowhere() {
    // In a network of its own, for the browser without our policy sends of itself.
    let own = alone("attempts::script_that_runs_leads_nowhere");
    if own == Alone::Done {
        return;
    }
    let desk = Desk::default();
    desk.demo("d.isms");
    let page = desk.write("page.html", "<!doctype html><body>");
    let watched = Watched::opens(&desk, "d.isms", "2026-11-24");
    let (at, came) = door();
    // The door counts: a browser without our policy comes through it.
    let browser = Window::browser(desk.dir.path(), (900, 700));
    browser.opens(&page);
    browser.script_async("const [to, done] = arguments; fetch(`http://${to}/`, {mode: 'no-cors'}).then(done, done); setTimeout(done, 500)", &[json!(at)]);
    assert!(came.swap(0, Ordering::SeqCst) > 0);
    drop(browser);
    let before = sent();
    let (through, many) = tried(&watched.window, &at, &page, || came.load(Ordering::SeqCst) as u64);
    assert_eq!(through, Vec::<String>::new());
    assert_eq!(came.load(Ordering::SeqCst), 0, "nobody came");
    if own == Alone::Here {
        assert_eq!(sent(), before, "packets");
    }
    println!("{many} ways; the browser sent {before} packets, ours none");
}

/// What script may call, and with what it is answered: tauri's own words where it is none of ours, else a refusal or an answer.
const CALL: &str = "const [name, args, done] = arguments; window.__TAURI_INTERNALS__.invoke(name, args).then((v) => done(['answered', v === undefined ? null : JSON.stringify(v).slice(0, 200)]), (e) => done(typeof e === 'string' ? ['no', e.slice(0, 300)] : e && e.refused ? ['refused', e.refused.text] : e && e.fault ? ['fault', JSON.stringify(e.fault)] : ['?', String(e)]))";

#[test]
fn no_command_but_ours_can_be_called() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let watched = Watched::opens(&desk, "d.isms", "2026-11-24");
    let before = std::fs::read(desk.path("d.isms")).expect("can read");
    let target = desk.path("written.txt");
    let args = json!({"value": "x", "title": "x", "label": "other", "url": "https://example.org", "path": target, "contents": [1], "data": [1],
        "cmd": "sh", "program": "sh", "args": ["-c", "id"], "event": "x", "payload": 1, "target": {"kind": "Any"}, "options": {"label": "other", "url": "index.html", "title": "x"}, "message": "x", "text": "x", "query": "select 1", "name": "x", "id": 1, "rid": 1});
    let listed = std::fs::read_to_string(root().join("src-tauri/commands.txt")).expect("readable");
    // One of ours is answered.
    assert_eq!(watched.window.script_async(CALL, &[json!("session"), json!({})])[0], "answered");
    let mut tried = 0;
    for name in STRANGE {
        assert!(!listed.lines().any(|l| l == *name));
        let out = watched.window.script_async(CALL, &[json!(name), args.clone()]);
        let (how, words) = (out[0].as_str().unwrap_or_default(), out[1].as_str().unwrap_or_default());
        let own = words.contains("not allowed") || words.contains("not found") || words.contains("Command");
        // The channel through which the shell hands out large answers is its own; without the number of one it gives nothing.
        let own = own || words == "missing channel id header";
        assert!(how == "no" && own, "{name}: {out}");
        tried += 1;
    }
    // Nor by another way than its own: without the key of the page, from a frame, by the address of a command.
    for script in [
        "fetch('ipc://localhost/session', {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json', 'Tauri-Callback': '1', 'Tauri-Error': '2'}}).then(async (r) => done(['answered', r.status, await r.text()]), (e) => done(['no', `${e}`]))",
        "fetch('ipc://localhost/session', {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json', 'Tauri-Callback': '1', 'Tauri-Error': '2', 'Tauri-Invoke-Key': 'guessed'}}).then(async (r) => done(['answered', r.status, await r.text()]), (e) => done(['no', `${e}`]))",
        "fetch('http://ipc.localhost/session', {method: 'POST', body: '{}'}).then(async (r) => done(['answered', r.status, await r.text()]), (e) => done(['no', `${e}`]))",
        "fetch('asset://localhost//etc/passwd').then(async (r) => done(['answered', r.status, await r.text()]), (e) => done(['no', `${e}`]))",
        "fetch('tauri://localhost/../../../../etc/passwd').then(async (r) => done(['answered', r.status, (await r.text()).includes('root:') ? 'the list' : '']), (e) => done(['no', `${e}`]))",
    ] {
        let out = watched.window.script_async(&format!("let done = arguments[0]; let n = 60; const one = () => (n-- ? requestAnimationFrame(one) : done(['no', 'no answer'])); one(); {script}"), &[]);
        let told = out[2].as_str().unwrap_or_default();
        assert!(out[0] == "no" || out[1] != 200 || told.is_empty(), "{script}: {out}");
        tried += 1;
    }
    assert!(!target.exists());
    assert!(tried > 80, "{tried}");
    assert_eq!(watched.calls("session", json!({}))["organization"], "Fennel & Rowe Instruments Ltd", "it goes on");
    drop(watched);
    assert!(
        std::fs::read(desk.path("d.isms")).expect("can read") == before
            || desk.isms(&["verify", "d.isms"]).ok().status == 0
    );
    println!("{tried} strange commands");
}
/// Commands of the shell's core, of plugins that are there, of plugins that are not, and of nobody.
const STRANGE: &[&str] = &[
    "plugin:window|set_title",
    "plugin:window|close",
    "plugin:window|destroy",
    "plugin:window|create",
    "plugin:window|minimize",
    "plugin:window|set_fullscreen",
    "plugin:window|start_dragging",
    "plugin:window|get_all_windows",
    "plugin:window|current_monitor",
    "plugin:window|internal_toggle_maximize",
    "plugin:webview|create_webview",
    "plugin:webview|create_webview_window",
    "plugin:webview|internal_toggle_devtools",
    "plugin:webview|print",
    "plugin:webview|get_all_webviews",
    "plugin:webview|reparent",
    "plugin:webview|clear_all_browsing_data",
    "plugin:app|version",
    "plugin:app|name",
    "plugin:app|app_show",
    "plugin:app|set_app_theme",
    "plugin:app|fetch_data_store_identifiers",
    "plugin:app|remove_data_store",
    "plugin:event|emit",
    "plugin:event|emit_to",
    "plugin:path|resolve_directory",
    "plugin:path|resolve",
    "plugin:path|join",
    "plugin:image|new",
    "plugin:image|from_path",
    "plugin:image|from_bytes",
    "plugin:resources|close",
    "plugin:menu|new",
    "plugin:menu|popup",
    "plugin:tray|new",
    "plugin:tray|get_by_id",
    "plugin:autostart|enable",
    "plugin:autostart|disable",
    "plugin:autostart|is_enabled",
    "plugin:single-instance|x",
    "plugin:fs|read_file",
    "plugin:fs|read_text_file",
    "plugin:fs|write_file",
    "plugin:fs|write_text_file",
    "plugin:fs|read_dir",
    "plugin:fs|remove",
    "plugin:fs|rename",
    "plugin:fs|copy_file",
    "plugin:fs|mkdir",
    "plugin:fs|exists",
    "plugin:fs|open",
    "plugin:shell|open",
    "plugin:shell|execute",
    "plugin:shell|spawn",
    "plugin:shell|kill",
    "plugin:opener|open_url",
    "plugin:opener|open_path",
    "plugin:opener|reveal_item_in_dir",
    "plugin:dialog|open",
    "plugin:dialog|save",
    "plugin:dialog|message",
    "plugin:dialog|ask",
    "plugin:http|fetch",
    "plugin:http|fetch_send",
    "plugin:websocket|connect",
    "plugin:upload|upload",
    "plugin:upload|download",
    "plugin:updater|check",
    "plugin:updater|download_and_install",
    "plugin:process|exit",
    "plugin:process|restart",
    "plugin:sql|load",
    "plugin:sql|execute",
    "plugin:sql|select",
    "plugin:store|load",
    "plugin:os|platform",
    "plugin:os|hostname",
    "plugin:clipboard-manager|read_text",
    "plugin:clipboard-manager|write_text",
    "plugin:global-shortcut|register",
    "plugin:notification|notify",
    "plugin:deep-link|register",
    "plugin:__TAURI_CHANNEL__|fetch",
    "plugin:event|listen_any",
    "read_path",
    "run_sql",
    "eval",
    "__proto__",
    "constructor",
    "put2",
    "Put",
    "open_path",
    "drop_database",
    "plugin:",
    "plugin:|",
    "|",
    " put",
];

/// What is handed to a command in place of what it asks for.
const JUNK: &str = r#"
const long = 'x'.repeat(1 << 20);
let deep = 1; for (let i = 0; i < 2000; i++) deep = [deep];
let nested = {}; for (let i = 0; i < 2000; i++) nested = { a: nested };
window.__junk = { nothing: null, number: 7, below: -1, 'a large one': 1e308, half: 0.5, truth: true, empty: '', long, 'a zero': 'a\u0000b', 'a path': '../../../../etc/passwd', sql: "'; drop table act; --", script: '<script>window.__canary=1</script>', list: [], numbers: [1, 2, 3], 'a long list': Array(100000).fill(''), deep, object: {}, nested, words: { '__proto__': { x: 1 }, body: long }, 'a lone half': '\ud800' };
return Object.keys(window.__junk);
"#;
const HAND: &str = "const [name, keys, junk, done] = arguments; const args = Object.fromEntries(keys.map(k => [k, window.__junk[junk]])); Promise.race([window.__TAURI_INTERNALS__.invoke(name, args).then((v) => ['answered', (JSON.stringify(v) ?? '').slice(0, 120)], (e) => typeof e === 'string' ? ['no', e.slice(0, 200)] : e && e.refused ? ['refused', e.refused.text.slice(0, 200)] : e && e.fault ? ['fault', JSON.stringify(e.fault).slice(0, 400)] : ['?', String(e)])]).then(done, e => done(['?', String(e)]))";

#[test]
fn commands_believe_nothing_that_they_are_handed() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let acts = |desk: &Desk| desk.isms(&["verify", "d.isms", "--json"]).ok().json()["acts"].as_u64().expect("a count");
    let before = acts(&desk);
    let watched = Watched::opens(&desk, "d.isms", "2026-11-24");
    let junk = watched.window.script(JUNK, &[]);
    let junk: Vec<&str> = junk.as_array().expect("junk").iter().filter_map(|j| j.as_str()).collect();
    let (mut refused, mut answered, mut wrong) = (0, 0, Vec::new());
    for (name, keys) in wire() {
        if keys.is_empty() {
            continue;
        }
        for what in &junk {
            // An order without choices: a whole pack is laid out and made. Other stories do that.
            if matches!(name.as_str(), "pack_pages" | "make_pack") && matches!(*what, "list" | "object" | "words") {
                continue;
            }
            let out = watched.window.script_async(HAND, &[json!(name), json!(keys), json!(what)]);
            let large = matches!(*what, "long" | "deep" | "nested" | "a long list");
            match out[0].as_str() {
                Some("no" | "refused") => refused += 1,
                Some("answered") if !large || CUTS.contains(&name.as_str()) => answered += 1,
                _ => wrong.push(format!("{name} {what}: {out}")),
            }
        }
    }
    assert_eq!(watched.calls("session", json!({}))["organization"], "Fennel & Rowe Instruments Ltd", "it goes on");
    watched.window.go("#/record/R-012");
    watched.window.settled();
    assert_eq!(watched.window.script(LOOK, &[]), json!([]));
    drop(watched);
    // What was done is what the trail says was undone, and nothing else.
    let after = acts(&desk);
    assert!(after >= before && after <= before + answered, "{before} {after}");
    println!("{refused} refused, {answered} answered, {} acts", after - before);
    assert!(refused > 1_200 && answered > 20, "{refused} {answered}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
/// Those that take any words and keep a few of them, or find nothing by them.
const CUTS: [&str; 5] = ["remember", "starters", "export_tables", "save_digest", "palette"];
/// Each command with the names of what it takes, as the page writes them.
fn wire() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(root().join("ui/commands.d.ts")).expect("readable");
    let listed = std::fs::read_to_string(root().join("src-tauri/commands.txt")).expect("readable");
    let begins = text.find("export interface Commands").expect("the wire");
    let mut all = Vec::new();
    for line in text[begins..].lines() {
        let Some((name, rest)) = line.trim().split_once(": { args: {") else { continue };
        let name = name.rsplit(' ').next().unwrap_or(name);
        if !listed.lines().any(|l| l == name) {
            continue;
        }
        let args = rest.split("}; out:").next().unwrap_or_default();
        let mut depth = 0;
        let flat: String = args
            .chars()
            .filter(|c| {
                match c {
                    '{' | '<' | '[' => depth += 1,
                    '}' | '>' | ']' => depth -= 1,
                    _ => {}
                }
                depth == 0
            })
            .collect();
        let keys =
            flat.split(';').filter_map(|f| f.split_once(':')).map(|(k, _)| camel(k.trim().trim_end_matches('?')));
        all.push((name.to_string(), keys.collect()));
    }
    assert!(all.len() > 80, "{all:?}");
    all
}
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |all, p| all + &p[..1].to_uppercase() + &p[1..])
}
