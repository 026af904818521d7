//! P28: in a network of its own, whose one way out is counted, the window sends nothing.
use crate::Watched;
use crate::attempts::tried;
use std::net::UdpSocket;
use std::process::Command;
use stories::{Desk, SCREENS};

/// Loopback, and a way out with all of the world behind it at which nobody listens.
const SETUP: &str = "ip link set lo up && ip link add out type veth peer name away && for n in out away; do echo 1 > /proc/sys/net/ipv6/conf/$n/disable_ipv6; ip link set $n up; done; \
    ip addr add 10.87.0.2/24 dev out && ip route add default via 10.87.0.1 && ip neigh add 10.87.0.1 lladdr 02:00:00:00:00:01 dev out && exec \"$0\" \"$@\"";
const INSIDE: &str = "ISMS_ALONE";

/// What went out, or was to and found no way: packets of every interface but loopback, and the kernel's own counts.
fn sent() -> u64 {
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

/// Runs the rest of a story in a network of its own: true inside; false where it was run, or where none can be made here.
fn alone(name: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    if !Command::new("unshare").args(["-rn", "ip", "link", "set", "lo", "up"]).status().is_ok_and(|s| s.success()) {
        eprintln!("not tried: no network of its own can be made here");
        return false;
    }
    let own = std::env::current_exe().expect("a test has a path");
    let out = Command::new("unshare")
        .args(["-rn", "sh", "-c", SETUP])
        .arg(own)
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .expect("unshare runs");
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success() && said.contains("1 passed"), "{said}");
    print!("{said}");
    false
}

#[test]
fn a_whole_story_sends_nothing() {
    if !alone("network::a_whole_story_sends_nothing") {
        return;
    }
    let before = sent();
    let desk = Desk::default();
    desk.demo("d.isms");
    let mut watched = Watched::opens(&desk, "d.isms", "2026-11-24");
    for (_, address) in SCREENS {
        watched.goes(address);
    }
    watched.goes("#/pack");
    watched.window.press("Make the pack", 0);
    watched.window.press("Choose where", 0);
    let made = desk.path("dialog");
    watched.window.until("a pack", || {
        std::fs::read_dir(&made)
            .ok()?
            .flatten()
            .any(|e| e.file_name().to_string_lossy().ends_with(".pdf"))
            .then_some(())
    });
    watched.window.settled();
    assert!(watched.wrong.is_empty(), "{}", watched.wrong.join("\n"));
    drop(watched);
    assert_eq!(sent(), before, "packets");
    // The count bites.
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    socket.send_to(b"x", "192.0.2.1:53").expect("it goes out");
    assert!(sent() > before);
    println!("nothing sent on {} screens and a pack", SCREENS.len());
}

#[test]
fn no_way_out_reaches_a_network() {
    if !alone("network::no_way_out_reaches_a_network") {
        return;
    }
    let desk = Desk::default();
    desk.demo("d.isms");
    let page = desk.write("page.html", "<!doctype html><body>");
    let watched = Watched::opens(&desk, "d.isms", "2026-11-24");
    let before = sent();
    for to in ["192.0.2.1", "canary.example"] {
        let (through, many) = tried(&watched.window, to, &page, sent);
        println!("{to}: {many} ways, {} packets, {through:?}", sent() - before);
    }
    drop(watched);
    assert_eq!(sent(), before, "packets");
}
