//! What every story needs: the built programs, a folder of its own, and the real window on a screen without a screen.
//! It knows the product only from outside.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
pub mod network;
pub mod owner;
pub mod window;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Every screen with its address, on the demo organization.
pub const SCREENS: &[(&str, &str)] = &[
    ("today", "#/today"),
    ("register", "#/risk"),
    ("register-control", "#/control"),
    ("register-person", "#/person"),
    ("record-risk", "#/record/R-012"),
    ("record-policy", "#/record/POL-10"),
    ("policy-compare", "#/record/POL-10?show=compare"),
    ("policy-write", "#/record/POL-10?show=write"),
    ("record-org", "#/record/ORG"),
    ("asof", "#/risk?asof=2025-05-13"),
    ("form", "#/new/risk"),
    ("calendar", "#/calendar"),
    ("calendar-month", "#/calendar?view=month&from=2026-12"),
    ("calendar-list", "#/calendar?view=list&lane=risks"),
    ("matrix", "#/matrix"),
    ("programme", "#/programme"),
    ("record-routine", "#/record/RT-14"),
    ("training", "#/training"),
    ("chain", "#/chain/OB-005"),
    ("form-starter", "#/new/policy?from=access-control"),
    ("currency", "#/currency"),
    ("print-currency", "#/print/currency"),
    ("currency-list", "#/currency?show=list&span=12"),
    ("wizard-risk", "#/wizard/risk-review/R-038"),
    ("wizard-policy", "#/wizard/policy-review/POL-10"),
    ("wizard-training", "#/wizard/training-record/CRS-01"),
    ("trail", "#/trail"),
    ("pack", "#/pack"),
    ("settings", "#/settings"),
];

/// Root of the checkout.
pub fn root() -> &'static Path {
    let inside = Path::new(env!("CARGO_MANIFEST_DIR"));
    inside.parent().unwrap_or(inside)
}
/// A program that the build put beside the tests.
pub fn program(name: &str) -> PathBuf {
    let mut dir = std::env::current_exe().expect("a test has a path");
    while dir.pop() {
        let path = dir.join(name);
        if path.is_file() {
            return path;
        }
    }
    panic!("{name} is not built: run the tests with `cargo xtask test`, or build the workspace first")
}

/// The command line in a folder of its own, on a fixed day.
pub struct Desk {
    pub dir: tempfile::TempDir,
    pub today: String,
}
impl Default for Desk {
    fn default() -> Self {
        Desk { dir: tempfile::tempdir().expect("a temporary folder"), today: "2026-11-24".into() }
    }
}
/// How a command ended.
pub struct Ended {
    pub status: i32,
    pub out: String,
    pub err: String,
}
impl Ended {
    #[track_caller]
    pub fn ok(self) -> Ended {
        assert_eq!(self.status, 0, "expected success\n{}\n{}", self.out, self.err);
        self
    }
    #[track_caller]
    pub fn ends(self, status: i32) -> Ended {
        assert_eq!(self.status, status, "\n{}\n{}", self.out, self.err);
        self
    }
    /// What it printed as JSON, if it ended with this status.
    #[track_caller]
    pub fn json_of(self, status: i32) -> Value {
        self.ends(status).json()
    }
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}
impl Desk {
    pub fn on(mut self, day: &str) -> Desk {
        self.today = day.into();
        self
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("can write");
        path
    }
    pub fn isms(&self, args: &[&str]) -> Ended {
        self.isms_with(&[], args)
    }
    /// The same, with variables of the environment.
    pub fn isms_with(&self, vars: &[(&str, &str)], args: &[&str]) -> Ended {
        let Output { status, stdout, stderr } = Command::new(program("isms"))
            .args(args)
            .envs(vars.iter().copied())
            .current_dir(self.dir.path())
            .env("ISMS_TODAY", &self.today)
            .env("ISMS_HOME", self.path("home"))
            .env_remove("ISMS_BY")
            .output()
            .expect("isms runs");
        Ended {
            status: status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&stdout).into(),
            err: String::from_utf8_lossy(&stderr).into(),
        }
    }
    /// The demo organization, copied from one made once for all tests of a run.
    pub fn demo(&self, name: &str) -> PathBuf {
        static ONCE: std::sync::OnceLock<(tempfile::TempDir, PathBuf)> = std::sync::OnceLock::new();
        let (_, made) = ONCE.get_or_init(|| {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let file = dir.path().join("demo.isms");
            let out = Command::new(program("isms")).arg("demo").arg(&file).output().expect("isms runs");
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            (dir, file)
        });
        let to = self.path(name);
        std::fs::copy(made, &to).expect("can copy");
        to
    }
}
