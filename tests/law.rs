//! A law changes, and in the end everyone is current again: the change and its consequences, the reviews of law, rule and course, the
//! training of all, each in the real window from the page that shows the chain. And a policy that begins with a text of ours.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use stories::owner::Owner;

#[test]
fn a_law_changes_and_everyone_is_current_again() {
    let o = Owner::opens("law.isms");
    o.goes("#/chain/OB-012");
    o.window.sees("All of it is current, from the law to the last person: 1 policy, 1 course and 18 people.");
    // The change is recorded on the law; what follows stands beside it before it is saved.
    o.goes("#/edit/OB-012");
    o.types("f-demands", "See to it that people who use or run AI systems know enough about them. Say it to everyone who talks with one.");
    o.window.sees("1 policy, 2 risks and 1 obligation fall out of step.");
    o.window.sees("If the policy changes with it, 1 course has to follow, and 18 people have to read or learn again.");
    o.presses("Save");
    o.window.heads("Know-how about AI");
    o.presses("The chain");
    o.window.sees("Not whole");
    o.window.sees("POL-21 answers OB-012 Know-how about AI, whose entry changed on 24 November");
    o.window.pictured();
    // The law.
    o.presses("Read again OB-012");
    o.window.heads("What has happened since you last looked");
    o.presses("yes");
    o.continues("Is the text still the one you read");
    o.answers("text", "changed");
    o.types("f-version", "Official Journal 2026-11-20");
    o.types("f-looked", "The Official Journal, on its page of November 2026.");
    o.continues("What is different, in your own words?");
    o.types("f-new", "Whoever talks with an assistant is told so.");
    o.continues("Does it bind you?");
    o.answers("applies", "yes");
    o.continues("What must you do, in your own words?");
    o.goes_on();
    for row in o.rows() {
        o.row(&row, "yes");
        o.row_picks(&row, "Which", "POL-21");
    }
    o.continues("What follows from this change?");
    o.row("POL-21", "it becomes due");
    for row in o.rows().iter().filter(|r| r.starts_with("R-")) {
        o.row(row, "leave");
        o.row_types(row, "Why", "That people are told changes neither how likely nor how bad it is.");
    }
    o.goes_on();
    o.goes_on();
    o.answers("whom", "these roles");
    o.continues("From when does it hold?");
    o.continues("How will you learn of the next change?");
    o.continues("Check your answers");
    o.signs("Read the new text with the head of product and went through what rests on it.");
    o.presses("The chain of OB-012");
    o.window.sees("The policy needs a look.");
    let w = o.leaves();
    let c = w.says(&["chain", "OB-012"]);
    assert_eq!(c["whole"], json!(true), "{c}");
}
