//! Packs the history of the demo organization, so that the program carries it. It must never do anything else.
use std::io::Write;

fn main() -> std::io::Result<()> {
    let from = "demo/acts.jsonl";
    println!("cargo:rerun-if-changed={from}");
    let text = std::fs::read(from)?;
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("acts.jsonl.z");
    let mut z = flate2::write::ZlibEncoder::new(std::fs::File::create(out)?, flate2::Compression::best());
    z.write_all(&text)?;
    z.finish()?;
    Ok(())
}
