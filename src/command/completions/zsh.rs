//! What the generator gets wrong for zsh: a call without a command takes paths, so it has the command
//! stand behind a path, and completes what follows the command as if it were the command.

/// Stands for the command, which the generator expects as the second word.
const FIRST: &str = "\":: :_complint_commands\" \\\n";

/// What may stand first: a command, or a path to check.
const FIRST_WORD: &str = "(( $+functions[_complint_first] )) ||
_complint_first() {
    _alternative 'commands:command:_complint_commands' 'files:file:_files'
}
";

/// Where the script begins to run, behind its functions.
const RUNS: &str = "if [ \"$funcstack[1]\"";

/// The script, mended.
pub(super) fn complete(script: &str) -> String {
    let Some((before, after)) = script.split_once(FIRST) else { return script.to_owned() };
    let before = before.trim_end_matches('\n');
    let before = before.rsplit_once('\n').map_or(before, |(before, _paths)| before);
    let after = after.replace("$line[2]", "$line[1]");
    let script = format!("{before}\n\":: :_complint_first\" \\\n{after}");
    script.replacen(RUNS, &format!("{FIRST_WORD}\n{RUNS}"), 1)
}
