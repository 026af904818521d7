//! P28: in a network of its own, whose one way out is counted, the window sends nothing.
use crate::Watched;
use crate::attempts::tried;
use std::net::UdpSocket;
use stories::network::{Alone, alone, sent};
use stories::{Desk, SCREENS};

#[test]
fn a_whole_story_sends_nothing() {
    if alone("network::a_whole_story_sends_nothing") != Alone::Here {
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
    if alone("network::no_way_out_reaches_a_network") != Alone::Here {
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
