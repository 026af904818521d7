//! Tells Tauri every command that the page may call. A test compares this list, the handler and the capability.
fn main() {
    let commands: Vec<&'static str> = include_str!("commands.txt").lines().filter(|l| !l.is_empty()).collect();
    println!("cargo:rerun-if-changed=src-tauri/commands.txt");
    println!("cargo:rerun-if-changed=ui");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(Box::leak(commands.into_boxed_slice())));
    if let Err(e) = tauri_build::try_build(attributes) {
        println!("cargo::error={e:#}");
    }
}
