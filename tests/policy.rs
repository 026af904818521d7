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
