//! Operation: routines, suppliers, obligations, changes, access, restores (PACK 3).
use super::Mends::{ByItem, Declare, Guide, Nothing};
use super::Run::{Look, Rule};
use super::Severity::{Note, Stop, Weak};
use super::sight::{count, most_in_a_week, over};
use super::{Check, Found, Sight, check};
use crate::dates::{add_days, days_between};
use crate::isms::{Mark, Record};
use crate::kinds::{Action, Asset, Outcome, Review, Routine};
use chrono::NaiveDate;

pub(super) const CHECKS: &[Check] = &[
    check("routine-missed", Weak, "8.1", ByItem, Rule).means("For this time there is no proof that it was done."),
    check("routine-bunched", Weak, "8.1", Declare, Look(routine_bunched))
        .means("What was to be spread over the year was recorded at once."),
    check("middle-empty", Weak, "8.1", Declare, Look(middle_empty)).means("For these months little can be shown."),
    check("reviews-bunched", Weak, "8.2", Guide("risk-review"), Look(reviews_bunched))
        .means("It may be asked whether each was really looked at."),
    check("reviews-backdated", Note, "7.5.3", Nothing, Look(backdated))
        .means("The day of the look and the day of the record differ."),
    check("supplier-used-unassessed", Stop, "A.5.19", Guide("supplier-review"), Rule)
        .means("A supplier holds what is ours and nobody has looked at it."),
    check("supplier-assurance-ending", Weak, "A.5.22", Guide("supplier-review"), Rule)
        .means("The assurance we rely on no longer holds."),
    check("supplier-contract-weak", Weak, "A.5.20", Guide("supplier-review"), Rule)
        .means("What we expect of the supplier is not agreed."),
    check("obligation-unanswered", Stop, "A.5.31", Guide("obligation-review"), Rule)
        .means("A duty stands that no rule or control of ours answers."),
    check("obligation-old", Weak, "A.5.31", Guide("obligation-review"), Look(obligation_old))
        .means("We may follow a text that is no longer in force."),
    check("change-unscreened", Weak, "6.3", Guide("change-intake"), Rule)
        .means("A change took effect without a look at its risks."),
    check("change-check-due", Note, "6.3", Guide("change-intake"), Look(change_check_due))
        .means("Nobody has looked whether the change did what it should."),
    check("access-all-kept", Note, "A.5.18", Guide("access-review"), Look(access_all_kept))
        .means("It may be asked whether rights are really questioned."),
    check("restore-over-time", Weak, "A.8.13", Guide("restore-test"), Look(restore_over_time))
        .means("After a loss we would be back later than we promise."),
];

/// Reviews that somebody really held in the period, with the day on which each was recorded.
fn recorded<'r>(s: &'r Sight, r: &'r Record) -> impl Iterator<Item = (&'r Mark, NaiveDate)> {
    r.marks
        .iter()
        .filter(|m| m.outcome.reviews() && m.outcome != Outcome::CarriedOver)
        .map(|m| (m, s.isms.day_of(m.seq)))
        .filter(|(_, on)| s.in_period(*on))
}
/// Of a routine that is done once a week at most, three in one week were written up together.
fn routine_bunched(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (_, r, _) in s.isms.live::<Routine>().filter(|(_, _, x)| x.cadence.days() >= 7) {
        let mut days: Vec<NaiveDate> = recorded(s, r).map(|(_, on)| on).collect();
        let (n, first) = most_in_a_week(&mut days);
        if let (true, Some(first)) = (n >= 3, first) {
            let last = days.iter().rfind(|d| days_between(first, **d) < 7).copied().unwrap_or(first);
            let when = if last == first {
                format!("on {}", s.day(first))
            } else {
                format!("from {} to {}", s.day(first), s.day(last))
            };
            out.push(Found::at(&*r.code, format!("{n} times {} were recorded {when}.", s.named(r))));
        }
    }
    out
}
/// A quarter of the period in which hardly anything was recorded: what exists only for the last weeks was made for the audit.
fn middle_empty(s: &Sight) -> Vec<Found> {
    let begin = s.from.max(s.isms.act(1).map_or(s.today, |a| add_days(a.on, -1)));
    let days = days_between(begin, s.today);
    let acts: Vec<NaiveDate> = s.isms.acts.iter().map(|a| a.on).filter(|d| *d > begin && *d <= s.today).collect();
    // Under four months, or with a handful of acts, a quiet stretch says nothing.
    if days < 120 || acts.len() < 10 {
        return Vec::new();
    }
    (0..4)
        .map(|q| (add_days(begin, days * q / 4 + 1), add_days(begin, days * (q + 1) / 4)))
        .map(|(a, b)| (a, b, acts.iter().filter(|d| (a..=b).contains(*d)).count()))
        .filter(|(_, _, n)| n * 10 < acts.len())
        .map(|(a, b, n)| {
            Found::at("PROGRAMME", format!("{} to {}: {n} of {} acts.", s.day(a), s.day(b), acts.len()))
                .noting("what exists only for the last weeks looks made for the audit")
        })
        .collect()
}
/// More than half of a kind within seven days, or less than twenty seconds for each.
fn reviews_bunched(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for kind in crate::kinds::kinds().iter().filter(|k| k.reviewed && k.name != "routine") {
        let live: Vec<&Record> = s.isms.each(kind.name).map(|(_, r)| r).filter(|r| r.live()).collect();
        // Of fewer than five it is no pattern.
        if live.len() < 5 {
            continue;
        }
        let last: Vec<(&Mark, NaiveDate)> = live.iter().filter_map(|r| recorded(s, r).last()).collect();
        let mut days: Vec<NaiveDate> = last.iter().map(|(_, on)| *on).collect();
        let (n, first) = most_in_a_week(&mut days);
        let mut acts: Vec<crate::Seq> = last.iter().map(|(m, _)| m.seq).collect();
        acts.sort_unstable();
        acts.dedup();
        let at = |seq| s.isms.act(seq).map(|a| a.at);
        let gaps: Vec<i64> = acts
            .windows(2)
            .filter_map(|w| Some((at(w[1])? - at(w[0])?).num_seconds()))
            .filter(|secs| *secs >= 0)
            .collect();
        let hasty: Vec<&i64> = gaps.iter().filter(|g| **g < 20).collect();
        let each = (hasty.len() >= 3 && over(hasty.len(), gaps.len(), 50))
            .then(|| format!("{} s each", hasty.iter().copied().sum::<i64>() / hasty.len() as i64));
        let bunched = first.filter(|_| over(n, live.len(), 50));
        let text = match (bunched, &each) {
            (None, None) => continue,
            (Some(day), each) => {
                let each = each.as_ref().map(|e| format!(", {e}")).unwrap_or_default();
                format!(
                    "{n} of {} {} were looked at in the week from {}{each}.",
                    live.len(),
                    kind.plural.to_lowercase(),
                    s.day(day)
                )
            }
            (None, Some(each)) => format!(
                "{} of {} {} were looked at in haste: {each}.",
                hasty.len() + 1,
                live.len(),
                kind.plural.to_lowercase()
            ),
        };
        out.push(Found { guide: kind.wizard, ..Found::at(kind.plural.to_uppercase(), text) });
    }
    out
}
fn backdated(s: &Sight) -> Vec<Found> {
    let late = s.isms.live::<Review>().filter(|(_, r, v)| {
        let on = s.isms.day_of(r.added());
        v.outcome.reviews()
            && v.outcome != Outcome::CarriedOver
            && s.in_period(on)
            && days_between(v.held_on.0, on) > 14
    });
    let list: Vec<String> = late.map(|(_, r, _)| r.code.to_string()).collect();
    if list.is_empty() {
        return Vec::new();
    }
    let was = if list.len() == 1 { "was" } else { "were" };
    let text = format!("{} {was} recorded more than 14 days after; the whys are printed.", count(list.len(), "review"));
    vec![Found::at("PROGRAMME", text).of(list)]
}
fn obligation_old(s: &Sight) -> Vec<Found> {
    super::people::overdue(s, "obligation")
}
fn change_check_due(s: &Sight) -> Vec<Found> {
    s.rule("change-check-due").into_iter().map(|f| f.with(Note)).collect()
}
fn reviews_with<'r>(
    s: &'r Sight,
    r: &'r Record,
    wizard: &'r str,
) -> impl DoubleEndedIterator<Item = (&'r Mark, &'r Record, &'r Review)> {
    r.marks.iter().filter_map(move |m| {
        let rec = s.isms.rec(m.review);
        rec.get::<Review>().filter(|v| v.wizard.0 == wizard).map(|v| (m, rec, v))
    })
}
/// The last three of one system, and none of them took anything away.
fn access_all_kept(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (_, r) in s.isms.records.iter().enumerate().filter(|(_, r)| r.live()) {
        let last: Vec<&Review> = reviews_with(s, r, "access-review").rev().take(3).map(|(_, _, v)| v).collect();
        let kept = |v: &&Review| v.answers.iter().any(|a| a.question.starts_with("All kept:"));
        if last.len() == 3 && last.iter().all(kept) {
            out.push(Found::at(&*r.code, format!("{}: 3 access reviews, 0 removed.", s.named(r))));
        }
    }
    out
}
/// The last test took longer, or lost more, than the aim of what was restored, and nothing is being done about it.
fn restore_over_time(s: &Sight) -> Vec<Found> {
    let mut out = Vec::new();
    for (_, r, _) in s.isms.live::<Routine>() {
        let Some((_, rec, v)) = reviews_with(s, r, "restore-test").next_back() else { continue };
        let said = |field: &str| {
            v.answers.iter().find(|a| &*a.field == field).map(|a| a.answer.to_string()).unwrap_or_default()
        };
        let (assets, open) =
            (said("assets"), |code: &String| s.isms.record(code).is_some_and(|a| a.live() && a.state() != "dropped"));
        let aim = |field: fn(&Asset) -> Option<f64>| {
            s.isms
                .live::<Asset>()
                .filter(|(_, a, _)| assets.contains(&*a.code))
                .filter_map(|(_, _, a)| field(a))
                .reduce(f64::min)
        };
        let back = aim(|a| a.restore_within.as_deref().and_then(crate::wizards::in_hours));
        let lose = aim(|a| a.lose_at_most.as_deref().and_then(crate::wizards::in_hours));
        let over = [("hours", back, "to be back"), ("newest", lose, "of data lost")].into_iter().find_map(
            |(field, aim, what)| {
                let took: f64 = said(field).replace(',', ".").parse().ok()?;
                aim.filter(|a| took > *a).map(|a| format!("{took} h {what} against {a} h"))
            },
        );
        let dealt = v.actions.iter().any(open)
            || s.isms.live::<Action>().any(|(_, a, k)| {
                a.state() != "dropped"
                    && k.from.as_ref().is_some_and(|f| *f.0 == *r.code || *f.0 == *rec.code)
                    && s.isms.day_of(a.added()) >= v.held_on.0
            });
        if let (Some(over), false) = (over, dealt) {
            out.push(Found::at(
                &*r.code,
                format!("The last restore test took longer than the aim: {over}. No action follows."),
            ));
        }
    }
    out
}
