//! A law changes, and in the end everyone is current again: the change and its consequences, the reviews of law, rule and course, the
//! training of all, each in the real window from the page that shows the chain. And a policy that begins with a text of ours.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use stories::Desk;
use stories::owner::{Owner, Written};

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
    // The policy that cites it is there already; both duties are answered by it.
    o.row("See to it", "yes");
    o.row("Say it to everyone", "yes");
    o.continues("What follows from this change?");
    o.row("POL-21", "becomes due");
    for row in o.rows().iter().filter(|r| r.starts_with("R-")) {
        o.row(row, "leave");
        o.row_types(row, "Why", "That people are told changes neither how likely nor how bad it is.");
    }
    o.goes_on();
    o.goes_on();
    o.answers("whom", "these roles");
    o.answers("roles", "developer");
    o.answers("how", "a course");
    o.picks("f-course", "CRS-09");
    o.continues("From when does it hold?");
    o.continues("How will you learn of the next change?");
    o.continues("Check your answers");
    o.signs("Read the new text with the head of product and went through what rests on it.");
    o.presses("The chain of OB-012");
    o.window.sees("The policy needs a look.");
    // The rule: a new version that changes what people must do, approved and in force today.
    o.presses("Review POL-21");
    o.window.heads("What has happened since you last looked");
    o.presses("yes");
    o.continues("Whom have you asked");
    o.picks("f-asked", "Aoife");
    o.answers("practised", "yes");
    o.continues("Does it fit us");
    for question in 0..3 {
        o.window.press("yes", question);
    }
    o.types("f-fit_why", "Read through it with the developers; it lacks what the law asks from now on.");
    o.continues("What should become of it?");
    o.presses("change the rule");
    o.continues("Change the text");
    o.types("f-draft", "Only assistants on the list may be used. Whoever talks with one of ours is told so at once. Output is read like a colleague's.");
    o.types("f-dealt-0", "Second sentence");
    o.continues("Does anyone have to do something differently");
    o.presses("yes");
    o.types("f-changed_what", "From now on whoever talks with an assistant of ours is told so at once.");
    o.continues("Whom does it concern?");
    o.answers("must_be_read", "once for each real change");
    o.answers("tell_outside", "no");
    o.continues("Who approves this version?");
    o.window.choose("f-approved", "P-001");
    o.presses("here, now");
    o.types("f-in_force_from", "2026-11-24");
    o.continues("Where do people find it?");
    o.presses("yes");
    o.continues("Check your answers");
    o.signs("The law asks that people are told; the rule now says it.");
    o.presses("The chain of OB-012");
    o.window.sees("The course needs a look.");
    o.window.pictured();
    // The course follows.
    o.presses("Review CRS-09");
    o.window.heads("What has happened since you last looked");
    o.presses("yes");
    o.continues("Is what it teaches still right?");
    o.answers("still", "no");
    o.types("f-teaches", "What may be typed in, how to check what comes out, and that people are told.");
    o.goes_on();
    o.answers("understood", "yes");
    o.types("f-understood_why", "Nobody failed, and the questions were good.");
    o.goes_on();
    o.answers("right_people", "yes");
    o.goes_on();
    o.answers("edit", "no");
    o.goes_on();
    o.answers("duty", "yes");
    o.types("f-changed_what", "That people are told.");
    o.goes_on();
    o.continues("Check your answers");
    o.signs("The course teaches the new rule from today on.");
    // One session for all.
    o.goes("#/wizard/training-record/CRS-09");
    o.presses("record a training that took place");
    o.presses("2.0");
    o.continues("On which day?");
    o.types("f-on", "2026-11-24");
    o.presses("together (room or call)");
    o.types("f-teacher", "In\u{ea}s Carvalho");
    o.continues("Who was there?");
    for row in o.rows() {
        o.row(&row, "attended");
    }
    o.continues("What shows that they were there?");
    o.answers("content", "yes");
    while o.goes_on() != "Check your answers" {
        for row in o.rows() {
            o.row(&row, "campaign file");
        }
    }
    o.signs("All developers sat together for an hour; the list is with the head of product.");
    // What each has confirmed is written down from the command line: it is the same for all.
    let chain = |w: &Written| w.says(&["chain", "OB-012"]);
    let w = o.leaves();
    let c = chain(&w);
    assert_eq!(c["whole"], json!(false), "{c}");
    let read = c["people"].as_array().expect("circles").iter().find(|x| x["of"] == "POL-21").expect("readers").clone();
    let owed: Vec<String> =
        read["owed"].as_array().expect("names").iter().map(|p| p["id"].as_str().expect("a code").to_string()).collect();
    assert_eq!(owed.len(), 16, "{read}");
    for person in &owed {
        let read = json!({"person": person, "policy": "POL-21", "policy_version": "2.0", "on": "2026-11-24", "how": "campaign_file"});
        w.desk.isms(&["put", "law.isms", "acknowledgement", "--json", &read.to_string()]).ok();
    }
    // Everyone is current again: the chain says so, and Today asks for nothing of it.
    let Written { desk, file } = w;
    let window = Owner::window(&desk, &file);
    let o = Owner { window, desk, file };
    // It opens where it was left.
    o.window.sees("the chain");
    o.window.settled();
    o.goes("#/today");
    o.window.sees("The best next step");
    let today = o.window.text();
    // Who joined this month still has time to read it; nothing of the change is asked for any more.
    for words in ["answers OB-012", "would break OB-012", "teaches POL-21", "version 2.0 holds since 24 November"] {
        assert!(!today.contains(words), "\u{201c}{words}\u{201d} is still asked for: {today}");
    }
    o.goes("#/chain/OB-012");
    o.window.sees("Whole");
    o.window.sees("All of it is current, from the law to the last person: 1 policy, 1 course and 18 people.");
    o.window.pictured();
    o.presses("Print");
    o.window.press("Make the PDF", 0);
    let text = o.pdf("chain-OB-012.pdf");
    assert!(text.contains("All of it is current") && text.contains("16 of 17"), "{text}");
    let w = o.leaves();
    assert_eq!(chain(&w)["whole"], json!(true));
}

#[test]
fn a_policy_begins_with_a_text_of_ours() {
    let desk = Desk::default();
    desk.isms(&["new", "s.isms", "--name", "Alder Bikes Ltd", "--certified", "2026-05-02"]).ok();
    let file = desk.path("s.isms");
    let o = Owner::at(desk, file);
    o.goes("#/policy");
    o.presses("Start from a text of ours");
    o.window.heads("Add a policy");
    o.window.sees("Nothing answers 5.2, 5.1, 5.3, 6.2, A.5.1, A.5.2, A.5.3 and A.5.4 yet.");
    o.window.choose("f-from", "incident-response");
    o.window.sees("in [square brackets] are yours to decide");
    o.types("f-title", "When something goes wrong");
    // Words of the owner's own are not overwritten unasked.
    o.window.choose("f-from", "backup");
    o.window.sees("Discard what you wrote here?");
    o.presses("Keep writing");
    o.presses("Save");
    o.window.heads("When something goes wrong");
    o.window.sees("The lead writes down what was seen");
    o.calls("Start from our text: Access control");
    o.window.heads("Add a policy");
    o.window.sees("Nothing answers A.5.15");
    let w = o.leaves();
    let p = &w.says(&["list", "policy"])["records"][0]["body"];
    assert_eq!((&p["state"], &p["version"], &p["sort"]), (&json!("draft"), &json!("1.0"), &json!("plan")), "{p}");
    assert_eq!(p["answers"][0], json!("A.5.24"));
    // The same without a window: what is given besides comes first.
    let put = |more: &str, title: &str| {
        w.desk.isms(&["put", "s.isms", "policy", "--starter", more, "--json", &json!({"title": title}).to_string()])
    };
    put("access-control", "Who gets in").ok();
    assert_eq!(w.shows("POL-02")["title"], json!("Who gets in"));
    assert!(put("no-such", "x").ends(2).err.contains("There is no text"));
    let list = w.desk.isms(&["starters", "s.isms"]).ok().out;
    let at = |name: &str| list.lines().position(|l| l.starts_with(name)).expect(name);
    assert_eq!(list.lines().count(), 24, "{list}");
    assert!(at("cryptography") < at("access-control") && at("cryptography") < at("incident-response"), "{list}");
    let all = w.desk.isms(&["starters"]).ok().out;
    assert!(all.starts_with("information-security-policy"), "{all}");
}
