//! `init`: what is written where nothing was, and that nothing else is ever touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Run, TODAY, run};

const BOTH: &[&str] = &["init", "--framework", "iso27001,soc2"];

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
    fs::write(path, text).expect("a new file");
}

/// Every file below a folder.
fn files(root: &Path) -> BTreeMap<String, String> {
    fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("it can be read").flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("it is there");
            let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
            if kind.is_dir() {
                files.insert(format!("{name}/"), String::new());
                collect(root, &path, files);
            } else if kind.is_file() {
                files.insert(name, fs::read_to_string(path).expect("a text"));
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(root, root, &mut found);
    found
}

/// What is found, without the summary.
fn concise(root: &Path) -> Run {
    run(root, &["--output-format", "concise", "--quiet"])
}

fn refused(root: &Path, args: &[&str], said: &str) {
    let before = files(root);
    let run = run(root, args);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.contains("nothing was written: "), "{}", run.err);
    assert!(run.err.contains(said), "{}", run.err);
    assert_eq!(files(root), before);
}

#[test]
fn a_second_time_changes_nothing() {
    let root = folder();
    let first = run(root.path(), BOTH);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    assert!(
        first.out.ends_with("\nWhat is left to do, in order: complint check\n"),
        "{}",
        first.out
    );
    let written = files(root.path());
    for path in written.keys().filter(|path| !path.ends_with('/')) {
        assert!(first.out.contains(&format!("  {path} ")), "{path}: {}", first.out);
    }
    refused(root.path(), BOTH, "`.` holds a programme already\nhelp: complint check .");
    refused(&root.path().join("isms"), BOTH, "`.` lies in the programme at ");
    refused(root.path(), &["init", "new/inner", "--framework", "soc2"], "`new/inner` lies in the ");
}

#[test]
fn the_first_check_finds_what_is_left_to_do() {
    for (frameworks, code) in
        [("soc2", 1), ("iso27001", 1), ("iso27001,soc2", 1), ("iso42001", 1), ("nist-csf", 0)]
    {
        let root = folder();
        let begun = run(root.path(), &["init", "--framework", frameworks]);
        assert_eq!(begun.code, 0, "{}", begun.err);
        let unasked = begun.out.contains("No check asks for the outcomes of `nist-csf`");
        assert_eq!(unasked, frameworks == "nist-csf", "{}", begun.out);
        let checked = concise(root.path());
        assert_eq!((checked.code, checked.err.as_str()), (code, ""), "{frameworks}");
        // Drawn, it is something to read and no wall.
        let drawn = run(root.path(), &["check"]).out;
        let headers = drawn.lines().filter(|line| line.starts_with("error["));
        assert!(headers.count() <= 12, "{drawn}");
        // What is ready to paste is not broken.
        let wide = |line: &str| line.chars().count() > 80 && !line.starts_with("         ");
        if frameworks.contains("iso27001") {
            let row =
                drawn.lines().find(|line| line.ends_with("  A.8.34")).expect("the last control");
            assert!(row.starts_with("    line ") && row.contains("  A.8.33   "), "{row}");
        }
        assert!(code == 0 || !drawn.lines().any(wide), "{drawn}");
    }
}

#[test]
fn schemas_are_those_that_the_programme_would_print() {
    let root = folder();
    run(root.path(), &["init", "--framework", "iso27001,soc2,iso42001"]);
    let written = files(root.path());
    for (path, name) in [(".schemas/records.json", "records"), (".schemas/config.json", "config")] {
        let printed = run(root.path(), &["schema", name]);
        assert!(written[path] == printed.out, "{path} differs from `complint schema {name}`");
    }
    for (path, text) in written.iter().filter(|(path, _)| path.ends_with(".toml")) {
        if let Some(named) = text.strip_prefix("#:schema ") {
            let schema = named.lines().next().unwrap_or_default();
            let folder = root.path().join(path);
            let folder = folder.parent().expect("a file lies in a folder");
            assert!(folder.join(schema).is_file(), "{path}: {schema}");
        } else {
            assert!(["tombi.toml", ".taplo.toml"].contains(&path.as_str()), "{path}");
        }
    }
}

#[test]
fn nothing_is_written_over() {
    let root = folder();
    put(root.path(), "policies/information-security.md", "ours");
    refused(root.path(), BOTH, "`policies/information-security.md` is there already");
    put(root.path(), "soa/iso27001.toml", "# ours\n");
    refused(
        root.path(),
        BOTH,
        "`policies/information-security.md` and `soa/iso27001.toml` are there already",
    );
    put(root.path(), "isms", "a file");
    refused(root.path(), BOTH, "`isms` is no folder");
    // A folder of its own is free.
    let inner = run(root.path(), &[BOTH, &["compliance programme"]].concat());
    assert_eq!(inner.code, 0, "{}", inner.err);
    assert!(inner.out.ends_with(": complint check 'compliance programme'\n"), "{}", inner.out);
    assert!(root.path().join("compliance programme/complint.toml").is_file());
}

#[test]
fn settings_of_editors_stay_as_they_are() {
    for (path, text, not_written) in [
        ("tombi.toml", "toml-version = \"v1.0.0\"\n", "tombi.toml"),
        ("pyproject.toml", "[tool.tombi]\n", "tombi.toml"),
        ("taplo.toml", "", ".taplo.toml"),
    ] {
        let root = folder();
        put(root.path(), path, text);
        let begun = run(root.path(), BOTH);
        assert_eq!(begun.code, 0, "{}", begun.err);
        assert!(begun.out.contains(&format!("\nleft as it is: {path}. ")), "{}", begun.out);
        assert!(begun.out.contains("  path = \".schemas/records.json\"") || path == "taplo.toml");
        let written = files(root.path());
        assert_eq!(written[path], text);
        assert_eq!(written.contains_key(not_written), path == not_written);
    }
    let root = folder();
    put(root.path(), "pyproject.toml", "[project]\nname = \"x\"\n");
    run(root.path(), BOTH);
    assert!(files(root.path()).contains_key("tombi.toml"));
}

#[test]
fn other_toml_files_are_none_of_its_business() {
    let root = folder();
    put(root.path(), "Cargo.toml", "[package]\nname = \"x\"\n");
    run(root.path(), BOTH);
    assert!(!files(root.path())["complint.toml"].contains("[files]"), "known by its name");
    assert!(!concise(root.path()).out.contains("Cargo.toml"));

    let root = folder();
    put(root.path(), "src/locale.toml", "hello = \"Hallo\"\n");
    let begun = run(root.path(), BOTH);
    assert!(begun.out.contains("\nOther TOML files are here, "), "{}", begun.out);
    let checked = concise(root.path());
    assert_eq!(checked.code, 1, "{}", checked.err);
    assert!(!checked.out.contains("locale.toml"), "{}", checked.out);
    put(root.path(), "vendors/a.toml", "[[vendor]]\nid = \"a\"\n");
    assert!(concise(root.path()).out.contains("vendors/a.toml:1:3: error[missing-key]"));
}

#[test]
fn a_name_is_said_or_found() {
    let name = |root: &Path, args: &[&str]| {
        let begun = run(root, &[&["init", "--framework", "soc2"], args].concat());
        assert_eq!(begun.code, 0, "{}", begun.err);
        let text = fs::read_to_string(root.join("complint.toml")).expect("it is written");
        assert!(text.contains(&format!("records_since = {TODAY}\n")), "{text}");
        let line = text.lines().find(|line| line.starts_with("name = ")).map(str::to_owned);
        (line.expect("it has a name"), text.contains("# A guess, "))
    };
    let root = folder();
    put(
        root.path(),
        ".git/config",
        "[remote \"origin\"]\n\turl = git@example.com:acme/programme.git\n",
    );
    assert_eq!(name(root.path(), &[]), ("name = \"acme\"".to_owned(), true));

    let root = folder();
    fs::create_dir(root.path().join("acme-gmbh")).expect("a new folder");
    assert_eq!(
        name(&root.path().join("acme-gmbh"), &[]),
        ("name = \"acme-gmbh\"".to_owned(), true)
    );

    let root = folder();
    let said = name(root.path(), &["--name", "Say \"Acme\" \\ Söhne"]);
    assert_eq!(said, (r#"name = "Say \"Acme\" \\ Söhne""#.to_owned(), false));
    assert!(!concise(root.path()).out.contains("invalid-toml"));
}

#[test]
fn what_is_said_of_soc_2_is_written() {
    let root = folder();
    let args = [
        "init",
        "--framework",
        "soc2",
        "--soc2-type",
        "2",
        "--soc2-categories",
        "privacy,availability",
    ];
    assert_eq!(run(root.path(), &args).code, 0);
    let text = fs::read_to_string(root.path().join("complint.toml")).expect("it is written");
    assert!(
        text.contains("\ncategories = [\"security\", \"availability\", \"privacy\"]\ntype = 2\n"),
        "{text}"
    );

    let root = folder();
    let args = ["init", "--framework", "iso27001", "--soc2-type", "2"];
    refused(root.path(), &args, "go with --framework soc2");
    refused(root.path(), &["init", "--framework", "soc2", "--name", " "], "it is blank");
}

#[test]
fn nobody_is_asked_in_a_pipe() {
    let root = folder();
    refused(root.path(), &["init"], "no --framework is named");
    assert!(files(root.path()).is_empty());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{BOTH, files, folder, fs, refused, run};

    #[test]
    fn links_are_not_followed() {
        let (root, outside) = (folder(), folder());
        symlink(outside.path(), root.path().join("policies")).expect("a link");
        refused(root.path(), BOTH, "`policies` is a link, which is not followed");
        assert!(files(outside.path()).is_empty());

        let root = folder();
        symlink("/nowhere/complint.toml", root.path().join("complint.toml")).expect("a link");
        refused(root.path(), BOTH, "`complint.toml` is there already");
    }

    #[test]
    fn all_or_nothing_where_the_disk_refuses() {
        let root = folder();
        let locked = root.path().join("soa");
        fs::create_dir(&locked).expect("a new folder");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("one's own folder");
        if fs::write(locked.join("x"), "").is_ok() {
            eprintln!("skipped: root may write everywhere");
            return;
        }
        let begun = run(root.path(), BOTH);
        assert_eq!(begun.code, 2, "{}", begun.out);
        assert!(begun.err.contains("nothing was written: cannot write "), "{}", begun.err);
        assert_eq!(files(root.path()).into_keys().collect::<Vec<_>>(), ["soa/"]);
    }
}

#[test]
fn a_comma_too_many_names_nothing() {
    let root = folder();
    refused(root.path(), &["init", "--framework", ","], "--framework names none");
    let run = run(root.path(), &["init", "--framework", "soc2,"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!root.path().join("soa").exists());
}
