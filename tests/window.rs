//! Drives the real window by the W3C WebDriver protocol, on an Xvfb of its own. Clicks and keys are real; names are those that a screen
//! reader hears. After a click one waits for what shall be there, never for a time.
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Window {
    screen: Option<Child>,
    driver: Child,
    base: String,
    pub session: String,
    agent: ureq::Agent,
}

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const PRESSABLE: &str = "const [words, nth] = arguments; const all = [...document.querySelectorAll('button, a[href], label, [role=radio], summary')].filter(e => e.offsetParent !== null && e.innerText.trim().startsWith(words)); all[nth]?.scrollIntoView({block: 'nearest'}); return all[nth] || null;";
/// How long anything may take before the story gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// A screen without a screen, and what DISPLAY calls it. Whoever asks for it ends it.
pub fn screen(size: (u32, u32)) -> (Child, String) {
    let geometry = format!("{}x{}x24", size.0.max(1280) + 80, size.1.max(800) + 80);
    let mut screen = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", &geometry, "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is installed");
    let mut number = String::new();
    BufReader::new(screen.stdout.take().expect("piped")).read_line(&mut number).expect("Xvfb says its number");
    (screen, format!(":{}", number.trim()))
}

impl Window {
    /// Opens the window with these arguments (a file to open) and environment.
    pub fn open(args: &[&str], env: &[(&str, &str)], size: (u32, u32)) -> Window {
        let (screen, number) = screen(size);
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        command
            .env("DISPLAY", &number)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1");
        for (k, v) in env {
            command.env(k, v);
        }
        let driver = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("WebKitWebDriver is installed");
        let program = crate::program("isms-upkeep");
        let options = json!({"webkitgtk:browserOptions": {"binary": program, "args": args}});
        Window::begin(Some(screen), driver, port, options, size)
    }
    /// A browser of the day, for files that go out of the house: Chromium without a screen, whose downloads lie in `folder`.
    pub fn browser(folder: &Path, size: (u32, u32)) -> Window {
        crate::network::a_browser_is_here();
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let mut command = Command::new("chromedriver");
        let driver = command
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromium-driver is installed");
        let own = format!("--user-data-dir={}", folder.join("profile").display());
        let options = json!({"goog:chromeOptions": {
            "binary": "/usr/bin/chromium",
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", own],
            "prefs": {"download.default_directory": folder.display().to_string(), "download.prompt_for_download": false}
        }});
        Window::begin(None, driver, port, options, size)
    }
    fn begin(screen: Option<Child>, driver: Child, port: u16, options: Value, size: (u32, u32)) -> Window {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let base = format!("http://127.0.0.1:{port}");
        let mut window = Window { screen, driver, base, session: String::new(), agent };
        let start = Instant::now();
        while window.agent.get(format!("{}/status", window.base)).call().is_err() {
            assert!(start.elapsed() < PATIENCE, "the driver does not answer");
            std::thread::yield_now();
        }
        let made = window.post("/session", json!({"capabilities": {"alwaysMatch": options}}));
        window.session =
            format!("/session/{}", made["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {made}")));
        window.post_s("/window/rect", json!({"x": 0, "y": 0, "width": size.0, "height": size.1}));
        window
    }
    /// Opens a file of this machine.
    pub fn opens(&self, path: &Path) {
        self.post_s("/url", json!({"url": format!("file://{}", path.display().to_string().replace(' ', "%20"))}));
    }
    /// A command of the browser's own, beside the protocol.
    pub fn browser_does(&self, command: &str, params: Value) -> Value {
        self.post_s("/goog/cdp/execute", json!({"cmd": command, "params": params}))
    }

    fn post(&self, path: &str, body: Value) -> Value {
        let mut answer =
            self.agent.post(format!("{}{path}", self.base)).send_json(&body).unwrap_or_else(|e| panic!("{path}: {e}"));
        let v: Value = answer.body_mut().with_config().limit(80_000_000).read_json().unwrap_or_default();
        v["value"].clone()
    }
    pub fn post_s(&self, path: &str, body: Value) -> Value {
        self.post(&format!("{}{path}", self.session), body)
    }
    fn get_s(&self, path: &str) -> Value {
        let mut answer = self
            .agent
            .get(format!("{}{}{path}", self.base, self.session))
            .call()
            .unwrap_or_else(|e| panic!("{path}: {e}"));
        let v: Value = answer.body_mut().with_config().limit(80_000_000).read_json().unwrap_or_default();
        v["value"].clone()
    }
    /// Runs a script and gives what it returns.
    pub fn script(&self, script: &str, args: &[Value]) -> Value {
        self.post_s("/execute/sync", json!({"script": script, "args": args}))
    }
    /// Runs a script that ends by calling its last argument.
    pub fn script_async(&self, script: &str, args: &[Value]) -> Value {
        self.post_s("/execute/async", json!({"script": script, "args": args}))
    }

    /// Asks again until the answer is there.
    #[track_caller]
    pub fn until<T>(&self, what: &str, ask: impl Fn() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(t) = ask() {
                return t;
            }
            if start.elapsed() > PATIENCE {
                let text: String = self.text().chars().take(1500).collect();
                if let Some(folder) = std::env::var_os("ISMS_SHOTS").map(std::path::PathBuf::from) {
                    self.shot(&folder.join("in-vain.png"));
                }
                let focus = self.script("return document.activeElement?.outerHTML.slice(0, 200)", &[]);
                panic!(
                    "waited in vain for {what}. The window says:\n{text}\nfocus: {focus}\nfaults: {}",
                    self.faults()
                );
            }
            std::thread::yield_now();
        }
    }
    /// Waits until these words stand in the window.
    #[track_caller]
    pub fn sees(&self, words: &str) {
        self.until(&format!("\u{201c}{words}\u{201d}"), || self.text().contains(words).then_some(()));
    }
    pub fn text(&self) -> String {
        self.script("return document.body.innerText", &[]).as_str().unwrap_or_default().to_string()
    }
    fn find_all(&self, xpath: &str) -> Vec<String> {
        let found = self.post_s("/elements", json!({"using": "xpath", "value": xpath}));
        found
            .as_array()
            .map(|a| a.iter().filter_map(|e| e[ELEMENT].as_str().map(String::from)).collect())
            .unwrap_or_default()
    }
    /// The first element with this role whose accessible name contains the words.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> String {
        let path = match role {
            "button" => "//button | //*[@role='button'] | //summary",
            "link" => "//a",
            "textbox" => "//input | //textarea",
            "radio" => "//input[@type='radio'] | //*[@role='radio']",
            "checkbox" => "//input[@type='checkbox'] | //*[@role='checkbox']",
            "combobox" => "//select | //*[@role='combobox']",
            "option" => "//*[@role='option'] | //option",
            "heading" => "//h1 | //h2 | //h3",
            _ => "//*",
        };
        self.until(&format!("{role} \u{201c}{name}\u{201d}"), || {
            self.find_all(path).into_iter().find(|e| {
                let label = self.get_s(&format!("/element/{e}/computedlabel"));
                label.as_str().is_some_and(|l| l.contains(name))
                    && self.get_s(&format!("/element/{e}/displayed")).as_bool().unwrap_or(true)
            })
        })
    }
    #[track_caller]
    pub fn click(&self, role: &str, name: &str) {
        self.until(&format!("a click on {role} \u{201c}{name}\u{201d}"), || {
            let e = self.find(role, name);
            let v = self.post_s(&format!("/element/{e}/click"), json!({}));
            v.is_null().then_some(())
        });
    }
    /// Types into a field, replacing what is there.
    #[track_caller]
    pub fn write(&self, name: &str, text: &str) {
        let e = self.find("textbox", name);
        self.post_s(&format!("/element/{e}/clear"), json!({}));
        self.post_s(&format!("/element/{e}/value"), json!({"text": text}));
    }
    /// Types into whatever has the focus. Keys by their WebDriver code points, e.g. "\u{E007}" for Enter.
    pub fn keys(&self, keys: &str) {
        let mut actions = Vec::new();
        for c in keys.chars() {
            actions.push(json!({"type": "keyDown", "value": c.to_string()}));
            actions.push(json!({"type": "keyUp", "value": c.to_string()}));
        }
        self.post_s("/actions", json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}));
    }
    /// One key with modifiers held: `chord(&["\u{E009}"], "k")` is Ctrl K.
    pub fn chord(&self, held: &[&str], key: &str) {
        let mut actions: Vec<Value> = held.iter().map(|k| json!({"type": "keyDown", "value": k})).collect();
        actions.push(json!({"type": "keyDown", "value": key}));
        actions.push(json!({"type": "keyUp", "value": key}));
        actions.extend(held.iter().rev().map(|k| json!({"type": "keyUp", "value": k})));
        self.post_s("/actions", json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}));
    }
    /// The nth visible button, choice or link whose words begin so, by a real click.
    #[track_caller]
    pub fn press(&self, words: &str, nth: usize) {
        self.until(&format!("{words} ({nth}) to press"), || {
            let found = self.script(PRESSABLE, &[json!(words), json!(nth)]);
            let id = found[ELEMENT].as_str()?;
            self.post_s(&format!("/element/{id}/click"), json!({})).is_null().then_some(())
        });
        self.settled();
    }
    /// The same, but within what the selector finds, whole names first.
    #[track_caller]
    pub fn press_in(&self, css: &str, words: &str) {
        self.until(&format!("{words} in {css} to press"), || {
            let found = self.script("const [css, words] = arguments; const box = document.querySelector(css); if (!box) return null; const all = [...box.querySelectorAll('button, a[href], label, [role=radio], [role=option], summary')].filter(e => e.offsetParent !== null); const it = all.find(e => e.innerText.trim() === words) || all.find(e => e.innerText.trim().startsWith(words)) || null; it?.scrollIntoView({block: 'center'}); return it", &[json!(css), json!(words)]);
            let id = found[ELEMENT].as_str()?;
            self.post_s(&format!("/element/{id}/click"), json!({})).is_null().then_some(())
        });
        self.settled();
    }
    /// How many there are to press.
    pub fn count(&self, words: &str) -> usize {
        (0..200).take_while(|n| !self.script(PRESSABLE, &[json!(words), json!(n)]).is_null()).count()
    }
    /// Types into the field with this id, replacing what is there.
    #[track_caller]
    pub fn fill(&self, id: &str, text: &str) {
        self.until(&format!("the field {id}"), || {
            let found = self.script(
                "const e = document.getElementById(arguments[0]); e?.scrollIntoView({block: 'center'}); return e",
                &[json!(id)],
            );
            let e = found[ELEMENT].as_str()?.to_string();
            self.post_s(&format!("/element/{e}/clear"), json!({}));
            self.post_s(&format!("/element/{e}/value"), json!({"text": text})).is_null().then_some(())
        });
        self.settled();
    }
    /// Chooses in a list, by the value.
    #[track_caller]
    pub fn choose(&self, id: &str, value: &str) {
        self.until(&format!("the choice {value} of {id}"), || {
            let found = self.script("const e = document.getElementById(arguments[0]); return e && [...e.options].find(o => o.value === arguments[1]) || null", &[json!(id), json!(value)]);
            let e = found[ELEMENT].as_str()?.to_string();
            self.post_s(&format!("/element/{e}/click"), json!({})).is_null().then_some(())
        });
        self.settled();
    }
    /// The heading of the page.
    pub fn heading(&self) -> String {
        self.script("const h = document.querySelector('h1'); return h ? h.innerText : ''", &[])
            .as_str()
            .unwrap_or_default()
            .to_string()
    }
    /// Waits until the heading of the page says so.
    #[track_caller]
    pub fn heads(&self, words: &str) {
        self.until(&format!("the heading \u{201c}{words}\u{201d}"), || self.heading().contains(words).then_some(()));
        self.settled();
        self.pictured();
    }
    /// A picture of the page into the folder that `ISMS_SHOTS` names, if it names one; for looking, not for the test.
    pub fn pictured(&self) {
        let Some(folder) = std::env::var_os("ISMS_SHOTS").map(std::path::PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("can make the folder");
        let n = std::fs::read_dir(&folder).map(|d| d.count()).unwrap_or(0) / 2;
        for theme in ["light", "dark"] {
            self.theme(theme);
            self.settled();
            self.shot(&folder.join(format!("{n:02}-{theme}.png")));
        }
        self.script("delete document.documentElement.dataset.theme", &[]);
    }
    /// Ends the program as a crash would.
    pub fn kill(&mut self) {
        let _ = Command::new("pkill").args(["-9", "-P", &self.driver.id().to_string()]).status();
    }
    /// Goes to an address of the window ("#/risk").
    pub fn go(&self, address: &str) {
        self.script("location.hash = arguments[0]", &[json!(address)]);
    }
    /// Waits until the page has nothing under way: no command unanswered, two frames painted.
    pub fn settled(&self) {
        self.script_async("const done = arguments[arguments.length - 1]; let quiet = 0; const look = () => { quiet = window.__pending ? 0 : quiet + 1; quiet > 3 ? done(true) : requestAnimationFrame(look); }; requestAnimationFrame(look);", &[]);
    }
    pub fn theme(&self, theme: &str) {
        self.script("document.documentElement.dataset.theme = arguments[0]", &[json!(theme)]);
    }
    /// Faults that the page itself noticed (unhandled rejections, errors).
    pub fn faults(&self) -> Value {
        self.script("return window.__faults || []", &[])
    }
    #[track_caller]
    pub fn is_sound(&self) {
        let faults = self.faults();
        assert!(faults.as_array().is_none_or(|a| a.is_empty()), "the page had faults: {faults}");
    }
    /// What axe-core finds: rule and the elements, empty when nothing is wrong.
    pub fn axe(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(crate::root().join("node_modules/axe-core/axe.min.js"))
            .expect("npm ci has been run");
        self.script(&format!("{axe};window.axe=axe;"), &[]);
        let found = self.script_async("const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' — ' + n.failureSummary).slice(0, 3).join(' | '))), e => done(['axe failed: ' + e]));", &[]);
        found
            .as_array()
            .map(|a| a.iter().map(|v| v.as_str().unwrap_or_default().to_string()).collect())
            .unwrap_or_else(|| vec![format!("axe gave {found}")])
    }
    pub fn shot(&self, path: &Path) {
        let text = self.get_s("/screenshot");
        let bytes = decode(text.as_str().unwrap_or_default());
        std::fs::write(path, bytes).expect("can write the picture");
    }
}
impl Drop for Window {
    /// The program has ended when this returns: whoever opens its file next finds it free.
    fn drop(&mut self) {
        let begun = Command::new("pgrep").args(["-P", &self.driver.id().to_string()]).output();
        let _ = self.agent.delete(format!("{}{}", self.base, self.session)).call();
        for pid in begun.iter().flat_map(|out| std::str::from_utf8(&out.stdout)).flat_map(str::lines) {
            let _ = Command::new("timeout").args(["20", "tail", "-f", "/dev/null", "--pid", pid]).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        if let Some(screen) = &mut self.screen {
            let _ = screen.kill();
            let _ = screen.wait();
        }
        if !std::thread::panicking() {
            crate::network::nothing_was_sent();
        }
    }
}

/// Base64 of RFC 4648.
fn decode(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut n) = (0u32, 0);
    for v in text.bytes().filter_map(value) {
        bits = bits << 6 | u32::from(v);
        n += 6;
        if n >= 8 {
            n -= 8;
            out.push((bits >> n) as u8);
        }
    }
    out
}
