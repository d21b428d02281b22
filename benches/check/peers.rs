//! The linters people would otherwise point at the same files, where they are installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::process::{Contender, medians};
use crate::table::{self, Target, ratio};

/// They take seconds; three rounds tell twenty times from eighty.
const ROUNDS: usize = 3;

/// The schema of records that complint generates from its kinds.
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/records.json");
/// A peer without its schema has nothing to do, and would be fast: it has to be there.
const _: &[u8] = include_bytes!("../../schemas/records.json");

/// One row for each that is found on the path.
pub(crate) fn compare(check: &Contender, dir: &Path) -> Result<()> {
    for (name, args, target) in [
        ("taplo", taplo(), Target::at_least(20.0, 40.0)),
        ("tombi", tombi(), Target::at_least(80.0, 150.0)),
        ("check-jsonschema", check_jsonschema(dir)?, Target::at_least(80.0, 150.0)),
    ] {
        let what = format!("faster than {name}");
        match installed(name) {
            None => table::missing(&what, "not installed"),
            Some(program) => {
                let args: Vec<&str> = args.iter().map(String::as_str).collect();
                let peer = Contender::new(program, &args, dir).accepts_failure();
                let [check, peer] = medians([check, &peer], ROUNDS)?;
                table::row(&what, ratio(peer, check), "x", Some(target));
            }
        }
    }
    Ok(())
}

fn taplo() -> Vec<String> {
    vec!["lint".into(), "--schema".into(), format!("file://{SCHEMA}")]
}

fn tombi() -> Vec<String> {
    vec!["lint".into(), "--offline".into()]
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
