//! P28: what leaves this computer is counted, wherever a test runs in a network of its own: each story does in `cargo xtask test`.
//! It must never count loopback, over which the stories drive the window.
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// Says that this runs in a network of its own: `cargo xtask test` gives one to each test, and a test that needs one makes it by its name.
const ALONE: &str = "ISMS_ALONE";
const EACH: &str = "each";

/// What went out, or was to and found no way: packets of every interface but loopback, and the kernel's own counts. Only in a network of
/// its own does it say something of one program.
pub fn sent() -> u64 {
    let dev = std::fs::read_to_string("/proc/net/dev").expect("readable");
    let packets = dev.lines().skip(2).filter_map(|l| l.split_once(':')).filter(|(name, _)| name.trim() == "out");
    let packets: u64 = packets.filter_map(|(_, n)| n.split_whitespace().nth(9)?.parse::<u64>().ok()).sum();
    let snmp = std::fs::read_to_string("/proc/net/snmp").expect("readable");
    let mut ip = snmp.lines().filter(|l| l.starts_with("Ip:")).map(str::split_whitespace);
    let (names, counts) = (ip.next().expect("names"), ip.next().expect("counts"));
    let none: u64 =
        names.zip(counts).filter(|(n, _)| *n == "OutNoRoutes").filter_map(|(_, c)| c.parse::<u64>().ok()).sum();
    let six = std::fs::read_to_string("/proc/net/snmp6").unwrap_or_default();
    let six = six.lines().filter_map(|l| l.strip_prefix("Ip6OutNoRoutes")).filter_map(|n| n.trim().parse::<u64>().ok());
    packets + none + six.sum::<u64>()
}

/// Whether a browser that is not ours runs in this network: it sends of itself.
static BROWSER: AtomicBool = AtomicBool::new(false);
pub fn a_browser_is_here() {
    BROWSER.store(true, Ordering::SeqCst);
}

/// After a story: nothing went out. Says nothing where the story shares its network with more than the product.
#[track_caller]
pub fn nothing_was_sent() {
    if std::env::var(ALONE).is_ok_and(|v| v == EACH) && !BROWSER.load(Ordering::SeqCst) {
        assert_eq!(sent(), 0, "packets left this network");
    }
}

/// Sees to it that a test runs in a network of its own: `Here` inside one, `Done` where it was run in one.
pub fn alone(name: &str) -> Alone {
    if std::env::var(ALONE).is_ok_and(|v| v == name || v == EACH) {
        return Alone::Here;
    }
    if !Command::new("unshare").args(["-rn", "ip", "link", "set", "lo", "up"]).status().is_ok_and(|s| s.success()) {
        eprintln!("no network of its own can be made here: what is sent is not counted");
        return Alone::Impossible;
    }
    let own = std::env::current_exe().expect("a test has a path");
    let out = Command::new("unshare")
        .args(["-rn", "sh"])
        .arg(crate::root().join("tests/alone.sh"))
        .arg(own)
        .args(["--exact", name, "--nocapture"])
        .env(ALONE, name)
        .output()
        .expect("unshare runs");
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success() && said.contains("1 passed"), "{said}");
    print!("{said}");
    Alone::Done
}
/// Where a test stands that is to run in a network of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Alone {
    Here,
    Done,
    Impossible,
}
