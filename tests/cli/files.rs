//! Which files are read: what a checkout on some other machine looks like.

use super::{Programme, UNTITLED, run};

#[test]
fn what_git_ignores_is_not_read() {
    let programme = Programme::new()
        .with(".gitignore", "drafts/\n*.tmp.toml\n")
        .with("drafts/a.toml", UNTITLED)
        .with("isms/.gitignore", "!b.tmp.toml\n")
        .with("isms/a.tmp.toml", UNTITLED)
        .with("isms/b.tmp.toml", UNTITLED);
    let run = programme.concise();
    assert_eq!(run.code, 1);
    let only = "isms/b.tmp.toml:1:3: error[missing-key] control `untitled` has no `title`";
    assert_eq!(run.lines(), [only, "1 error in 1 file"]);
    // Asked for by name it is not read either, and that is said rather than "no findings".
    let named = programme.run(&["drafts/a.toml"]);
    assert_eq!(named.code, 2);
    assert_eq!(named.out, "");
    assert!(named.err.contains("`drafts/a.toml` is not read: "), "{}", named.err);
}

#[test]
fn what_only_a_search_leaves_out_is_read() {
    let programme = Programme::new().with(".ignore", "isms/\n").with("isms/a.toml", UNTITLED);
    let run = programme.concise();
    assert!(run.out.starts_with("isms/a.toml:1:3: error[missing-key] "), "{}", run.out);
}

#[test]
fn a_folder_below_finds_the_root() {
    let programme = Programme::new()
        .with("isms/deep/a.toml", UNTITLED)
        .with("b.toml", UNTITLED.replace("untitled", "b"));
    let folder = programme.path("isms/deep");
    // Findings of that folder, with paths from there.
    let here = run(&folder, &["--output-format", "concise"]);
    assert_eq!(here.code, 1);
    let own = "a.toml:1:3: error[missing-key] control `untitled` has no `title`";
    assert_eq!(here.lines(), [own, "1 error in 1 file"]);
    let all = run(&folder, &["--output-format", "concise", "../.."]);
    let other = "../../b.toml:1:3: error[missing-key] control `b` has no `title`";
    assert_eq!(all.lines().len(), 3, "{}", all.out);
    assert!(all.lines().contains(&own) && all.lines().contains(&other), "{}", all.out);
}

#[test]
fn what_one_file_says_is_held_against_files_that_were_not_named() {
    // The id is defined twice; only the second place is a finding, and only of its own file.
    let programme =
        Programme::new().with("z.toml", "[[control]]\nid = \"backup\"\ntitle = \"Again\"\n");
    let second = programme.run(&["z.toml", "--output-format", "concise"]);
    assert_eq!(second.code, 1);
    assert!(second.lines()[0].starts_with("z.toml:2:6: error[duplicate-id] "), "{}", second.out);
    let first = programme.run(&["controls.toml", "--output-format", "concise"]);
    assert_eq!(first.code, 0, "{}", first.out);
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::super::{Programme, UNTITLED};

    #[test]
    fn a_link_that_leaves_the_repository_is_left_alone() {
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("a.toml"), UNTITLED).expect("a file");
        let programme = Programme::new();
        symlink(outside.path().join("a.toml"), programme.path("linked.toml")).expect("a link");
        symlink(outside.path(), programme.path("linked")).expect("a link");
        symlink("controls.toml", programme.path("twice.toml")).expect("a link");
        symlink(".", programme.path("loop")).expect("a link");
        let run = programme.concise();
        assert_eq!(run.code, 0, "{}", run.out);
        assert!(run.out.starts_with("no findings: 1 record in 1 file, "), "{}", run.out);

        let shown = programme.run(&["--show-files"]);
        assert_eq!(shown.code, 0);
        for line in [
            "  linked  not read: it is a link that leaves the repository",
            "  linked.toml  not read: it is a link that leaves the repository",
            "  loop  not read: it is a link; its target is read in its own place",
            "  twice.toml  not read: it is a link; its target is read in its own place",
        ] {
            assert!(shown.lines().contains(&line), "{line}\n{}", shown.out);
        }
    }

    /// Where it leads there is no programme, but that is not what is wrong with the call.
    #[test]
    fn a_link_that_leaves_the_repository_is_refused_by_name() {
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("a.toml"), UNTITLED).expect("a file");
        let programme = Programme::new();
        symlink(outside.path().join("a.toml"), programme.path("linked.toml")).expect("a link");
        let run = programme.run(&["linked.toml"]);
        assert_eq!(run.code, 2);
        assert!(
            run.err.contains("`linked.toml` is not read: it is a link that leaves"),
            "{}",
            run.err
        );
    }

    #[test]
    fn a_file_that_may_not_be_read_fails_the_job_and_hides_nothing() {
        let programme = Programme::new().with("locked.toml", UNTITLED).with("z.toml", UNTITLED);
        let locked = programme.path("locked.toml");
        fs::set_permissions(&locked, Permissions::from_mode(0o000)).expect("one's own file");
        if fs::read(&locked).is_ok() {
            eprintln!("skipped: root may read every file");
            return;
        }
        let run = programme.concise();
        assert_eq!(run.code, 2);
        assert!(run.out.starts_with("z.toml:1:3: error[missing-key] "), "{}", run.out);
        assert!(run.err.starts_with("error: cannot read locked.toml: "), "{}", run.err);
    }

    // Other systems refuse such a name.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_whose_name_is_no_utf8_is_not_passed_over() {
        use std::os::unix::ffi::OsStrExt as _;
        let programme = Programme::new().with("z.toml", UNTITLED);
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.toml");
        fs::write(programme.root().join(name), UNTITLED).expect("a new file");
        let run = programme.concise();
        assert!(run.out.contains("z.toml:1:3: error[missing-key] "), "{}", run.out);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains("caf\u{fffd}.toml"), "{}", run.err);
    }

    #[test]
    fn settings_that_may_not_be_read() {
        let programme = Programme::new();
        let manifest = programme.path("complint.toml");
        fs::set_permissions(&manifest, Permissions::from_mode(0o000)).expect("one's own file");
        if fs::read(&manifest).is_ok() {
            eprintln!("skipped: root may read every file");
            return;
        }
        let run = programme.concise();
        assert_eq!(run.code, 2);
        assert!(run.err.starts_with("error: cannot read "), "{}", run.err);
    }
}
