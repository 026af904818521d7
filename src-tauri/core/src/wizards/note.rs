//! Note what was looked at: for every routine that has no guide of its own. It must never take "nothing" without how it was looked for.
use super::routine::*;
use crate::wizard::{About, Done, Judge, Part, Run, Step, Wizard, ask};
use crate::words::*;
use schemars::JsonSchema;

pub(super) static WIZARD: Wizard = Wizard {
    name: "note",
    title: "Note what was looked at",
    clause: "8.1",
    about: About::Records("routine"),
    minutes: 10,
    parts: &[Part::Each(|r| r.about.to_vec(), STEPS)],
    words: |_, _| None,
    at_check: |_, _| {},
    finish,
};
static STEPS: &[Step] = &[
    ask::<Looked>("looked", "What was looked at").least(&[("looked", 10)]).panel(about_panel).judge(looked),
    ask::<Follow>("follow", "What follows").panel(about_panel),
    ask::<Proof>("proof", "What shows it")
        .when("if the routine asks for evidence", wants_proof)
        .panel(proof_panel)
        .judge(judge_proof),
];

#[derive(JsonSchema)]
#[allow(dead_code)]
struct Looked {
    /// What did you look at, over which period?
    looked: Prose,
    /// What did you see? — "Nothing" needs how you looked.
    seen: Prose,
}
#[derive(JsonSchema)]
#[allow(dead_code)]
struct Follow {
    /// Anything to follow up? — One line a thing. Nothing is a good answer, if it is true.
    follow: Option<Vec<FollowUp>>,
}

fn wants_proof(run: &Run) -> bool {
    routine(run).is_some_and(|r| r.proof_needed == crate::kinds::routine::ProofNeeded::Evidence)
}
fn looked(run: &Run, judge: &mut Judge) {
    let seen = run.says("looked", "seen").trim().trim_end_matches('.').to_lowercase();
    let short = seen.split_whitespace().count() < 4;
    if short
        && ["nothing", "none", "no", "nothing odd", "nothing special", "ok", "all ok", "all fine"]
            .contains(&seen.as_str())
    {
        judge.red("seen", "\u{201c}Nothing\u{201d} needs how you looked. Say where, and what would have been odd.");
    }
}

fn finish(run: &Run, done: &mut Done) {
    for id in run.about {
        let one = run.of(id);
        follow_up(&one, "follow", "follow", done);
        keep_proof(&one, "proof", "proof", done);
    }
}
