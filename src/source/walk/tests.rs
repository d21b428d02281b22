//! A walk finds what the walk of the crate finds whose rules it uses.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use proptest::prelude::*;

use super::{folders, walk};
use crate::config::Files;
use crate::source::{MANIFEST, Probe, Target, Tree, display};

/// The files below a root that may be read, and the folders, both sorted.
fn expected(root: &Path) -> (Vec<String>, Vec<PathBuf>) {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .git_global(false)
        .filter_entry(|entry| {
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let own = entry.path().join(MANIFEST).is_file();
            entry.depth() == 0 || !(hidden || own || entry.path_is_symlink())
        })
        .build();
    let entries: Vec<_> = walk.flatten().collect();
    let is_toml = |path: &Path| path.extension().is_some_and(|end| end == "toml");
    let of = |wanted: fn(&fs::FileType) -> bool| {
        let all =
            entries.iter().filter(move |entry| entry.file_type().as_ref().is_some_and(wanted));
        all.map(|entry| entry.path().to_path_buf())
    };
    let files =
        of(fs::FileType::is_file).filter(|path| is_toml(path) && *path != root.join(MANIFEST));
    let mut files: Vec<String> = files.map(|path| display(root, &path)).collect();
    let mut folders: Vec<PathBuf> = of(fs::FileType::is_dir).filter(|path| path != root).collect();
    folders.push(root.to_path_buf());
    files.sort_unstable();
    folders.sort_unstable();
    (files, folders)
}

fn found(root: &Path) -> (Vec<String>, Vec<PathBuf>) {
    let mut folders = folders(root);
    folders.sort_unstable();
    let listing =
        walk(root, &Files::read(crate::source::Source::new(String::new(), String::new()).root()));
    assert_eq!(listing.unreadable, [""; 0]);
    (listing.paths().cloned().collect(), folders)
}

/// Writes files, and folders as they need. What cannot be there, because something else is, is left out.
fn write(root: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        let folder = path.parent().unwrap_or(root);
        if fs::create_dir_all(folder).is_ok() && !path.exists() {
            fs::write(path, text)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 1 } else { 300 }))]

    #[test]
    fn as_the_crate_does(
        files in prop::collection::btree_map(
            "((a|b|a\\.b|\\.c|ä)/){0,3}(a|b|c\\.x)\\.toml",
            "",
            0..20,
        ),
        rules in prop::collection::btree_map(
            "((a|b|a\\.b|root|root/a|root/b)/){0,2}(\\.ignore|\\.gitignore|\\.git/info/exclude)",
            "((!|)(/|)(a|b|\\*|a\\.b|a/b|\\*\\*/a|b\\.toml|\\*\\.x\\.toml|\\*\\.toml|\\[|root)(/|)\n){1,4}",
            0..6,
        ),
        own in prop::option::of("(a|b)/complint\\.toml"),
    ) {
        let above = tempfile::tempdir()?;
        let root = above.path().join("root");
        fs::create_dir(&root)?;
        write(&root, &files)?;
        write(above.path(), &rules)?;
        write(&root, &own.map(|path| (path, String::new())).into_iter().collect())?;
        prop_assert_eq!(found(&root), expected(&root));
    }
}

#[test]
fn working_trees_share_what_one_person_leaves_out() -> io::Result<()> {
    let top = tempfile::tempdir()?;
    let git = top.path().join("main/.git");
    let (own, tree) = (git.join("worktrees/tree"), top.path().join("tree"));
    for folder in [&git.join("info"), &own, &tree] {
        fs::create_dir_all(folder)?;
    }
    fs::write(git.join("info/exclude"), "mine.toml\n")?;
    fs::write(own.join("commondir"), "../..\n")?;
    fs::write(tree.join("mine.toml"), "")?;
    fs::write(tree.join("all.toml"), "")?;
    for path in [own.clone(), PathBuf::from("../main/.git/worktrees/tree")] {
        fs::write(tree.join(".git"), format!("gitdir: {}\n", path.display()))?;
        assert_eq!(found(&tree).0, ["all.toml"]);
    }
    fs::write(tree.join(".git"), "gitdir: nowhere\n")?;
    assert_eq!(found(&tree).0, ["all.toml", "mine.toml"]);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_root_behind_a_link_has_the_rules_above_it() -> io::Result<()> {
    let top = tempfile::tempdir()?;
    fs::create_dir_all(top.path().join("far/root/a"))?;
    fs::write(top.path().join("far/.gitignore"), "/root/a/b.toml\n")?;
    for name in ["a.toml", "b.toml"] {
        fs::write(top.path().join("far/root/a").join(name), "")?;
    }
    let root = top.path().join("near");
    std::os::unix::fs::symlink(top.path().join("far/root"), &root)?;
    assert_eq!(found(&root).0, ["a/a.toml"]);
    assert_eq!(found(&root), expected(&root));
    Ok(())
}

#[test]
fn files_are_met_in_the_order_of_their_paths() -> io::Result<()> {
    let root = tempfile::tempdir()?;
    let paths =
        ["a-b/x.toml", "a.b/x.toml", "a.toml", "a/a.toml", "a/b/x.toml", "a0.toml", "ä.toml"];
    write(root.path(), &paths.map(|path| (path.to_owned(), String::new())).into())?;
    let mut tour = super::Tour::new(root.path());
    let mut met = Vec::new();
    while let Some(next) = tour.next() {
        if let super::Met::File(path) = next {
            met.push(path.to_owned());
        }
    }
    assert_eq!(met, paths);
    Ok(())
}

#[cfg(unix)]
#[test]
fn what_stands_beside_a_link_is_looked_up_before_it_is_read() -> io::Result<()> {
    let root = tempfile::tempdir()?;
    let paths = ["a/x.md", "b/x.md", "c/complint.toml", ".d/x.md"];
    write(root.path(), &paths.map(|path| (path.to_owned(), "text".to_owned())).into())?;
    std::os::unix::fs::symlink("../a/x.md", root.path().join("b/y.md"))?;
    let plain = walk(root.path(), &Files::default()).plain;
    let tree = Tree::Disk(root.path().to_path_buf(), BTreeMap::new());
    let mut probe = Probe::new(&tree, &plain);
    assert_eq!(probe.read("a/x.md"), Some(b"text".to_vec()));
    for path in ["a", "a/y.md", "b/x.md", "b/y.md", "c/complint.toml", ".d/x.md"] {
        assert_eq!(probe.read(path), None, "{path}");
    }
    assert_eq!(
        ["b/x.md", "a", "a/y.md"].map(|path| probe.target(path)),
        [Target::File, Target::Folder, Target::Missing]
    );
    Ok(())
}
