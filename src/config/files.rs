//! Which files a programme consists of, as `complint.toml` says it.

use globset::GlobSet;

use super::{globs, strings};
use crate::document::Value;

/// Which files are read as records.
#[derive(Debug)]
pub struct Files {
    /// Read; every TOML file where nothing was said.
    include: Option<GlobSet>,
    /// Left out.
    exclude: GlobSet,
    /// A company's own rules.
    pub rules: GlobSet,
    /// A company's own kinds.
    pub kinds: GlobSet,
    /// The baseline, from the root.
    pub baseline: Option<String>,
    /// The patterns of `include`, for messages.
    pub patterns: Vec<String>,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            include: None,
            exclude: GlobSet::empty(),
            rules: GlobSet::empty(),
            kinds: GlobSet::empty(),
            baseline: None,
            patterns: vec![EVERY_TOML.to_owned()],
        }
    }
}

const EVERY_TOML: &str = "**/*.toml";

/// Whether a set has a path. It looks at the path before it looks whether it has a pattern.
fn matches(set: &GlobSet, path: &str) -> bool {
    !set.is_empty() && set.is_match(path)
}

impl Files {
    /// Whether a file is one of the programme's.
    pub(crate) fn wants(&self, path: &str) -> bool {
        (self.includes(path) && !self.excludes(path)) || self.extends(path)
    }

    /// Whether `include` has a file.
    pub(crate) fn includes(&self, path: &str) -> bool {
        match &self.include {
            Some(set) => set.is_match(path),
            // What the pattern says, without the sets that it could be one of many in.
            None => path.ends_with(".toml"),
        }
    }

    /// Whether `exclude` has a file.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        matches(&self.exclude, path)
    }

    /// Whether a file is a company's own rule or kind, which is never read as records.
    pub(crate) fn extends(&self, path: &str) -> bool {
        matches(&self.rules, path) || matches(&self.kinds, path)
    }

    /// Reads `[files]` and `[extend]`.
    pub(crate) fn read(manifest: Value<'_>) -> Self {
        let list = |path: &[&str]| -> Vec<String> {
            let value = manifest.get_path(path);
            value.map(strings).unwrap_or_default()
        };
        let mut patterns = list(&["files", "include"]);
        let include = (!patterns.is_empty()).then(|| globs(patterns.iter().map(String::as_str)));
        if patterns.is_empty() {
            patterns.push(EVERY_TOML.to_owned());
        }
        let baseline = manifest.get_path(&["files", "baseline"]).and_then(|path| path.as_str());
        let set = |patterns: Vec<String>| globs(patterns.iter().map(String::as_str));
        Self {
            include,
            exclude: set(list(&["files", "exclude"])),
            rules: set(list(&["extend", "rules"])),
            kinds: set(list(&["extend", "kinds"])),
            baseline: baseline.map(|path| path.into_owned()),
            patterns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EVERY_TOML, Files, globs};

    #[test]
    fn every_toml_file_is_what_the_pattern_says() {
        let (files, pattern) = (Files::default(), globs([EVERY_TOML].into_iter()));
        let folders = ["", "a/", "a b/c.d/", ".a/", "a.toml/", "ä/"];
        let names = [
            "a.toml",
            ".toml",
            "a.b.toml",
            "..toml",
            "toml",
            "atoml",
            "a.TOML",
            "a.toml.md",
            "ä.toml",
            "",
        ];
        for path in folders.iter().flat_map(|folder| names.map(|name| [folder, name].concat())) {
            assert_eq!(files.includes(&path), pattern.is_match(&path), "{path}");
        }
    }
}
