//! Several records in one sitting: those that something touched one by one, then the quiet ones, one key a row. There is no "all hold":
//! each was on the screen. What touches a record is said by the guide; the steps are `choose` and `quiet`, their answers the same in each.
use crate::wizard::{Judge, Page, PanelPart, Run, panel};
use serde_json::{Value, json};

/// How a guide goes through several.
pub(super) struct Sitting {
    /// Does this one want a look of its own?
    pub touched: fn(&Run, &str) -> bool,
    /// How long such a look takes.
    pub seconds: usize,
}
impl Sitting {
    /// Shown first: the best attention goes to what matters. Of a single review, its own record.
    pub fn first(&self, run: &Run) -> Vec<String> {
        if run.many() { self.part(run, true) } else { run.about.to_vec() }
    }
    pub fn quiet(&self, run: &Run) -> Vec<String> {
        self.part(run, false)
    }
    fn part(&self, run: &Run, touched: bool) -> Vec<String> {
        chosen(run).into_iter().filter(|c| (self.touched)(run, c) == touched).collect()
    }
    /// Quiet ones that asked for a closer look all the same.
    pub fn looked_closer(&self, run: &Run) -> Vec<String> {
        if run.many() { self.answered(run, "look_closer") } else { Vec::new() }
    }
    /// Quiet ones of which it was said that they hold.
    pub fn held(&self, run: &Run) -> Vec<String> {
        self.answered(run, "holds")
    }
    fn answered(&self, run: &Run, answer: &str) -> Vec<String> {
        self.quiet(run).into_iter().filter(|c| run.row("quiet", "quiet", c) == answer).collect()
    }
    /// Those that are gone through one by one.
    pub fn singly(&self, run: &Run) -> Vec<String> {
        self.first(run).into_iter().chain(self.looked_closer(run)).collect()
    }
    /// How many hold untouched; before anything is said, how many were chosen.
    pub fn count(&self, run: &Run) -> usize {
        let held = self.held(run).len();
        if held > 0 { held } else { chosen(run).len() }
    }
    /// Minutes for all of them: twenty seconds for one that nothing touched.
    pub fn minutes(&self, run: &Run) -> usize {
        (self.first(run).len() * self.seconds + self.quiet(run).len() * 20).div_ceil(60)
    }
    /// How long the quiet ones took, where the window measured it: a note of the review.
    pub fn took(&self, run: &Run) -> Option<(String, String)> {
        let s = run.answers.get("quiet", "quiet__seconds").and_then(Value::as_u64)?;
        let closer = self.looked_closer(run).len();
        let n = self.held(run).len() + closer;
        let own = run.wizard.about.word();
        let what = crate::kinds::kind(own).map_or(own, |k| if n == 1 { k.title } else { k.plural }).to_lowercase();
        Some(("How long did the quiet ones take?".into(), format!("{s} seconds for {n} {what}; {closer} were opened")))
    }
}

/// Those that were chosen: of a single review, its own.
pub(super) fn chosen(run: &Run) -> Vec<String> {
    if run.many() {
        let own = run.wizard.about;
        run.codes_or("choose", "which", run.about).into_iter().filter(|c| own.takes(run.isms, c)).collect()
    } else {
        run.about.to_vec()
    }
}
pub(super) fn choose_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("which") {
        a.value = json!(run.about);
        a.hint = a.hint.replace("{n}", &chosen(run).len().to_string());
        a.optional_word = false;
    }
}
pub(super) fn choose(run: &Run, judge: &mut Judge) {
    if chosen(run).is_empty() {
        judge.red("which", format!("Choose at least one {}.", run.wizard.about.word()));
    }
    for code in chosen(run).iter().filter(|c| !run.about.contains(c)) {
        judge.red(
            "which",
            format!("{code} is not among those that you began with. Begin again with it, or leave it out."),
        );
    }
}
pub(super) fn choose_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let all = chosen(run);
    let links = all.iter().filter_map(|c| run.isms.ix(c)).map(|ix| {
        let says = run
            .item(&run.isms.rec(ix).code)
            .and_then(|i| i.reasons.first().map(|r| r.text(run.isms)))
            .unwrap_or_else(|| "nothing has changed".into());
        panel::link_shown(run, ix, "about", says)
    });
    out.push(PanelPart::Links { title: "What there is to say of each".into(), links: links.collect() });
}
