//! Turns `kinds/`, `rules/`, `frameworks/` and `facts/` into constants.
//!
//! Parsing the shipped files at each start would cost more than a small run does. The types are
//! those of the program itself; their `Debug` prints the expression that builds the value, and puts
//! what that refers to into tables.

#![allow(
    unreachable_pub,
    missing_docs,
    clippy::panic,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::enum_variant_names,
    reason = "a build script stops aloud, and shares its types with the library"
)]

use std::fmt::{Debug, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

// The types need no more than serde and the standard library, so that both can compile them.
#[allow(dead_code, unused_imports, unused_macros)]
#[path = "src/text.rs"]
mod text;
#[allow(dead_code)]
#[path = "src/rule"]
mod rule {
    pub mod types;
}
#[allow(dead_code)]
#[path = "src/kind"]
mod kind {
    pub mod types;
}
#[allow(dead_code)]
#[path = "src/framework"]
mod framework {
    pub mod types;
}

#[allow(dead_code)]
#[path = "src/fact"]
mod fact {
    pub mod types;
}
#[path = "build/patterns.rs"]
mod patterns;
#[path = "build/tables.rs"]
mod tables;

use fact::types::Facts;
use framework::types::{Crosswalk, Framework};
use kind::types::{Kind, Trait};
use rule::types::Rule;

fn main() {
    for folder in ["kinds", "rules", "frameworks", "facts"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/text.rs");
    println!("cargo:rerun-if-changed=build");
    let shipped = Shipped::read();
    // What the texts are has to be known before it can be said where each of them stands.
    let _ = shipped.constants();
    tables::lay_out();
    for (file, code) in shipped.constants().iter().chain(&tables::code()) {
        write(file, code);
    }
    let rules: Vec<toml::Value> = rule_files().iter().map(|path| read(path)).collect();
    for (file, bytes) in patterns::tables(&rules) {
        write(&file, &bytes);
    }
    sources("rules", &rule_files());
}

/// All that is shipped.
struct Shipped {
    kinds: Vec<Kind>,
    forms: Vec<Kind>,
    traits: Vec<Trait>,
    rules: Vec<Rule>,
    catalogs: Vec<Framework>,
    crosswalks: Vec<Crosswalk>,
    facts: Facts,
}

impl Shipped {
    fn read() -> Self {
        let traits: Vec<Trait> = files("kinds/traits").iter().map(|path| read(path)).collect();
        let (crosswalks, catalogs): (Vec<_>, Vec<_>) =
            files("frameworks").into_iter().partition(|path| name(path).starts_with("crosswalk-"));
        Self {
            kinds: kinds("kinds", &traits),
            forms: kinds("kinds/forms", &traits),
            rules: rules(),
            catalogs: catalogs.iter().map(|path| read(path)).collect(),
            crosswalks: crosswalks.iter().map(|path| read(path)).collect(),
            facts: read(Path::new("facts/audit.toml")),
            traits,
        }
    }

    /// The code of all constants, by file.
    fn constants(&self) -> Vec<(String, String)> {
        vec![
            constants("kinds", "Kind", &self.kinds),
            constants("forms", "Kind", &self.forms),
            constants("traits", "Trait", &self.traits),
            constants("rules", "Rule", &self.rules),
            constants("frameworks", "Framework", &self.catalogs),
            constants("crosswalks", "Crosswalk", &self.crosswalks),
            facts(&self.facts),
        ]
    }
}

fn kinds(folder: &str, traits: &[Trait]) -> Vec<Kind> {
    files(folder)
        .iter()
        .map(|path| {
            let kind: Kind = read(path);
            kind.resolve(traits)
                .unwrap_or_else(|name| panic!("{}: no trait `{}`", path.display(), name.as_str()))
        })
        .collect()
}

fn rules() -> Vec<Rule> {
    rule_files()
        .iter()
        .map(|path| {
            let mut rule: Rule = read(path);
            rule.name = name(path).into();
            rule.group = path.parent().map(name).unwrap_or_default().into();
            rule
        })
        .collect()
}

/// Rule files by group, then by name.
fn rule_files() -> Vec<PathBuf> {
    let mut groups: Vec<PathBuf> =
        entries("rules").into_iter().filter(|path| path.is_dir()).collect();
    groups.sort();
    groups.iter().flat_map(files).collect()
}

/// The TOML files of one folder, sorted by name.
fn files(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = entries(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files
}

fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).collect()
}

fn name(path: impl AsRef<Path>) -> String {
    path.as_ref().file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}:\n{error}", path.display()))
}

/// `static SHIPPED: [Type; N] = [...]`
fn constants<T: Debug>(file: &str, name: &str, items: &[T]) -> (String, String) {
    let mut code = format!("pub(crate) static SHIPPED: [{name}; {}] = [\n", items.len());
    for item in items {
        let _ = writeln!(code, "{item:?},");
    }
    code.push_str("];\n");
    (format!("{file}.rs"), code)
}

/// `static SHIPPED: Facts = ...`
fn facts(facts: &Facts) -> (String, String) {
    ("facts.rs".to_owned(), format!("pub(crate) static SHIPPED: Facts = {facts:?};\n"))
}

/// Writes the rule files' own text: examples are read from it when they are asked for.
fn sources(file: &str, paths: &[PathBuf]) {
    let mut code = String::from("pub(crate) static SOURCES: &[&str] = &[\n");
    for path in paths {
        // By the folder that is compiled, which need not be the one that this ran for: two clones may
        // share what cargo builds.
        let path = Path::new("/").join(path);
        let _ = writeln!(code, "include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?})),");
    }
    code.push_str("];\n");
    write(&format!("{file}-sources.rs"), &code);
}

fn write(file: &str, content: impl AsRef<[u8]>) {
    let folder = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join(file), content).expect("OUT_DIR can be written");
}
