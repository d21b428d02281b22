//! The linters people would otherwise point at the same files, where they are installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Result;
use crate::process::{Contender, medians};
use crate::table::{self, Target, ratio};

/// They take seconds; three rounds tell twenty times from eighty.
const ROUNDS: usize = 3;

/// The schema of records that complint generates from its kinds.
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/records.json");
/// A peer without its schema has nothing to do, and would be fast: it has to be there.
const _: &[u8] = include_bytes!("../../schemas/records.json");

/// A linter, and what it is run with.
struct Peer<'a> {
    /// What the row says.
    name: &'a str,
    program: &'a str,
    args: Vec<String>,
    /// The folder that it is run in.
    dir: &'a Path,
    /// None where it does less than check does.
    target: Option<Target>,
    rounds: usize,
}

/// One row for each that is found on the path.
pub(crate) fn compare(check: &Contender, dir: &Path) -> Result<()> {
    let settings = tombi_settings()?;
    let (less, more) = (Target::at_least(20.0, 40.0), Target::at_least(80.0, 150.0));
    let peer = |program, args, target| {
        let (name, rounds) = (program, ROUNDS);
        Peer { name, program, args, dir, target, rounds }
    };
    let peers = [
        peer("taplo", taplo(), Some(less)),
        // It takes a minute and more, which one round tells from seconds.
        Peer { dir: settings.path(), rounds: 1, ..peer("tombi", tombi(dir), Some(more)) },
        Peer { name: "tombi, syntax and version alone", ..peer("tombi", tombi(dir), None) },
        peer("check-jsonschema", check_jsonschema(dir)?, Some(more)),
    ];
    peers.iter().try_for_each(|peer| row(check, peer))
}

fn row(check: &Contender, peer: &Peer<'_>) -> Result<()> {
    let what = format!("faster than {}", peer.name);
    let Some(program) = installed(peer.program) else {
        table::missing(&what, "not installed");
        return Ok(());
    };
    let args: Vec<&str> = peer.args.iter().map(String::as_str).collect();
    let other = Contender::new(program, &args, peer.dir).accepts_failure();
    let [check, other] = medians([check, &other], peer.rounds)?;
    table::row(&what, ratio(other, check), "x", peer.target);
    Ok(())
}

fn taplo() -> Vec<String> {
    vec!["lint".into(), "--schema".into(), format!("file://{SCHEMA}")]
}

fn tombi(dir: &Path) -> Vec<String> {
    vec!["lint".into(), "--offline".into(), dir.display().to_string()]
}

/// It is given a schema by a file alone, which it looks for in the folder that it is run in: one of its
/// own, as check would take a file in the programme for one of the programme.
fn tombi_settings() -> Result<TempDir> {
    let dir = TempDir::new()?;
    let settings = format!("[[schemas]]\npath = {SCHEMA:?}\ninclude = [\"**/*.toml\"]\n");
    fs::write(dir.path().join("tombi.toml"), settings)?;
    Ok(dir)
}

/// It takes no folder, only files.
fn check_jsonschema(dir: &Path) -> Result<Vec<String>> {
    let mut args = vec!["--schemafile".into(), SCHEMA.into()];
    add_records(dir, &mut args)?;
    Ok(args)
}

fn add_records(dir: &Path, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let is_manifest = path.ends_with("complint.toml");
        if path.is_dir() {
            add_records(&path, files)?;
        } else if path.extension().is_some_and(|kind| kind == "toml") && !is_manifest {
            files.push(path.display().to_string());
        }
    }
    Ok(())
}

fn installed(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
