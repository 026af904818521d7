//! What a bare Debian or Ubuntu machine with Rust lacks: looked for first, installed if missing, and said.
use crate::say;
use crate::steps::{Failed, here, quietly, run_in};

use std::process::Command;

/// For building the window.
const WINDOW: &[&str] =
    &["build-essential", "pkg-config", "libssl-dev", "libwebkit2gtk-4.1-dev", "libgtk-3-dev", "librsvg2-dev"];
/// For the tests: a driver for the window, a screen without a screen, tools that read PDFs independently, a second opinion in Python.
const TESTS: &[&str] = &[
    "webkit2gtk-driver",
    "chromium",
    "chromium-driver",
    "xvfb",
    "xauth",
    "qpdf",
    "poppler-utils",
    "python3",
    "fonts-inter",
    "fonts-noto-core",
];

/// Debian packages that are not there yet are installed with apt-get.
pub fn packages(names: &[&str]) -> Result<(), Failed> {
    let missing: Vec<&str> = names.iter().copied().filter(|p| !installed(p)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !quietly("apt-get", &["--version"]) {
        return Err(
            format!("these are missing and there is no apt-get to install them with: {}", missing.join(" ")).into()
        );
    }
    say(&format!("Installing from the system's packages: {}", missing.join(" ")));
    let root = quietly("sh", &["-c", "test $(id -u) = 0"]);
    let apt = |args: &[&str]| -> Result<(), Failed> {
        let mut all = if root { vec!["env"] } else { vec!["sudo", "env"] };
        all.extend(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        all.extend(args);
        run_in(here(), all[0], &all[1..])
    };
    apt(&["update", "-qq"])?;
    let mut args = vec!["install", "-y", "-qq", "--no-install-recommends"];
    args.extend(&missing);
    apt(&args)
}
fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f", "${Status}", package])
        .output()
        .is_ok_and(|o| String::from_utf8_lossy(&o.stdout).contains("install ok installed"))
}

pub fn for_window() -> Result<(), Failed> {
    packages(WINDOW)?;
    vendor()
}
pub fn for_tests() -> Result<(), Failed> {
    packages(TESTS)
}

/// Node 20 or newer, from the system's packages or, where those are older, through npm itself.
fn node() -> Result<(), Failed> {
    let version = || {
        Command::new("node")
            .arg("--version")
            .output()
            .ok()
            .map(|o| String::from_utf8_lossy(&o.stdout).trim().trim_start_matches('v').to_string())
    };
    let major = |v: &str| v.split('.').next().and_then(|m| m.parse::<u32>().ok()).unwrap_or(0);
    if version().is_none_or(|_| !quietly("npm", &["--version"])) {
        packages(&["nodejs", "npm"])?;
    }
    if version().is_some_and(|v| major(&v) < 18) {
        return Err("Node 18 or newer is needed for the libraries of ui/; this system's is older".into());
    }
    Ok(())
}

/// The libraries of the window (Preact, htm) come from npm by the lock file and are laid into ui/vendor/; none is committed.
pub fn vendor() -> Result<(), Failed> {
    let root = here();
    let lock = std::fs::read_to_string(root.join("package-lock.json"))?;
    let stamp = root.join("ui/vendor/.lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == lock) && root.join("node_modules/typescript").exists() {
        return Ok(());
    }
    node()?;
    say("Fetching the libraries of the window by package-lock.json");
    run_in(root, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])?;
    let vendor = root.join("ui/vendor");
    std::fs::create_dir_all(&vendor)?;
    let copy = |from: &str, to: &str, swap: Option<(&str, &str)>| -> Result<(), Failed> {
        let text = std::fs::read_to_string(root.join("node_modules").join(from))
            .map_err(|e| format!("node_modules/{from}: {e}"))?;
        let text = match swap {
            Some((old, new)) if text.contains(old) => text.replace(old, new),
            Some((old, _)) => return Err(format!("node_modules/{from} no longer says {old}").into()),
            None => text,
        };
        // The packages point to source maps that are not laid beside them.
        let text = text.lines().filter(|l| !l.starts_with("//# sourceMappingURL")).collect::<Vec<_>>().join("\n");
        std::fs::write(vendor.join(to), text)?;
        Ok(())
    };
    copy("preact/dist/preact.mjs", "preact.js", None)?;
    copy("preact/hooks/dist/hooks.mjs", "hooks.js", Some(("from\"preact\"", "from\"./preact.js\"")))?;
    copy("htm/dist/htm.mjs", "htm.js", None)?;
    // What the type checker reads of them.
    std::fs::write(vendor.join("preact.d.ts"), "export * from \"preact\";\n")?;
    std::fs::write(vendor.join("hooks.d.ts"), "export * from \"preact/hooks\";\n")?;
    std::fs::write(vendor.join("htm.d.ts"), "import htm from \"htm\";\nexport default htm;\n")?;
    std::fs::write(stamp, lock)?;
    Ok(())
}

/// Tools of cargo that are not there yet.
pub fn cargo_tool(name: &str, probe: &[&str]) -> Result<(), Failed> {
    if quietly("cargo", probe) {
        return Ok(());
    }
    say(&format!("Installing {name} (a few minutes, once)"));
    run_in(here(), "cargo", &["install", "--locked", "--quiet", name])
}

/// Is there a screen to open a window on?
pub fn display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|v| std::env::var_os(v).is_some_and(|d| !d.is_empty()))
}
