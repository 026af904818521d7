//! How long two versions of a 200-page policy take to compare: about 500,000 characters, several hundred edits of every sort, beside the
//! floor of the same run: reading both texts into blocks and comparing nothing. `cargo bench -p isms --bench compare`.
//! Limit: 100 ms; where all of it is one paragraph, 300 ms.
#![allow(clippy::expect_used, clippy::unwrap_used)]
use isms::{compare, prose};
use std::time::Instant;

/// Words that read like a policy, the same on each run.
fn page(n: usize) -> String {
    const WORDS: [&str; 24] = [
        "who", "answers", "for", "the", "system", "looks", "at", "it", "within", "days", "and", "records", "what",
        "was", "found", "before", "access", "is", "given", "supplier", "backup", "restored", "leaver", "key",
    ];
    let mut seed = n as u64 * 2_654_435_761 + 17;
    let mut word = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[(seed >> 33) as usize % WORDS.len()]
    };
    let mut line = |k: usize| (0..k).map(|_| word()).collect::<Vec<_>>().join(" ");
    let mut out = format!("## {n}. {}\n\n", line(4));
    for i in 0..5 {
        out.push_str(&format!("{n}.{i} {}.\n\n", line(55)));
    }
    for i in 0..8 {
        out.push_str(&format!("{}. {}\n", i + 1, line(12)));
    }
    out.push_str(&format!(
        "\n| What | Who |\n|---|---|\n| {} | {} |\n| {} | {} |\n\n",
        line(5),
        line(2),
        line(5),
        line(2)
    ));
    out
}
fn main() {
    let pages: Vec<String> = (0..250).map(page).collect();
    let was = pages.concat();
    let mut edits = 0;
    let now: String = pages
        .iter()
        .enumerate()
        .map(|(n, p)| {
            let mut p = p.clone();
            if n % 2 == 0 {
                (p, edits) = (p.replacen("within", "no later than", 2).replacen("who", "whoever", 1), edits + 3);
            }
            if n % 7 == 0 {
                (p, edits) = (format!("{p}A paragraph that is new on page {n}, and says so.\n\n"), edits + 1);
            }
            if n % 11 == 0 {
                (p, edits) = (p.replacen("3. ", "3. First of all, ", 1), edits + 1);
            }
            if n % 50 == 49 { (edits += 1, String::new()).1 } else { p }
        })
        .collect();
    let best = |f: &dyn Fn()| {
        let mut t: Vec<f64> = (0..9)
            .map(|_| {
                let t = Instant::now();
                f();
                t.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        t.sort_by(f64::total_cmp);
        t[4]
    };
    let floor = best(&|| {
        std::hint::black_box((prose::blocks(&was), prose::blocks(&now)));
    });
    let took = best(&|| {
        std::hint::black_box(compare::compare(&was, &now));
    });
    let c = compare::compare(&was, &now);
    println!(
        "compare: {} characters, {edits} edits, {} places: median {took:.1} ms (limit 100); reading both {floor:.1} ms; ratio {:.1}",
        was.chars().count(),
        c.places,
        took / floor
    );
    let strange: String = (1000..1250).map(page).collect();
    let apart = best(&|| {
        std::hint::black_box(compare::compare(&was, &strange));
    });
    println!("compare: two texts that have nothing in common: median {apart:.1} ms (limit 100)");
    let one = was.replace('\n', " ");
    let two = now.replace('\n', " ");
    let single = best(&|| {
        std::hint::black_box(compare::compare(&one, &two));
    });
    println!("compare: the same as one paragraph: median {single:.1} ms (limit 300)");
    let other = strange.replace('\n', " ");
    let lone = best(&|| {
        std::hint::black_box(compare::compare(&one, &other));
    });
    println!("compare: two such paragraphs that have nothing in common: median {lone:.1} ms (limit 300)");
    // No full stop anywhere: what is cut into sentences is cut all the same.
    let (bare, bare_now) = (one.replace('.', ""), two.replace('.', ""));
    let unstopped = best(&|| {
        std::hint::black_box(compare::compare(&bare, &bare_now));
    });
    println!("compare: the same without a full stop: median {unstopped:.1} ms (limit 300)");
}
