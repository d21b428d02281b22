//! What the stages of a run take against each other, as `check --timings` tells them.
//!
//! Parsing is the part that grows with the bytes; whatever comes after it should stay small beside
//! it, however many rules there are. Writing grows with what is found, and stands apart. Each group
//! of rules is shown against parsing too, run alone on one thread, so that an expensive rule is found
//! by its group.

use crate::Result;
use crate::process::Contender;
use crate::table;

/// So often the run is measured; of each row the middle counts.
const ROUNDS: usize = 9;

const PARSING: &str = "parse and validate";
const AFTER: [&str; 4] = ["index and link", "rules", "waivers", "sort"];
const OUTPUT: &str = "output";
const STAGES: &str = "Time by stage";
const GROUPS: &str = "Time by group";

pub(crate) fn compare(check: &Contender) -> Result<()> {
    let check = check.clone().and("--timings");
    let runs: Vec<Vec<Row>> =
        (0..ROUNDS).map(|_| Ok(rows(&check.warm_up()?))).collect::<Result<_>>()?;
    let first = runs.first().ok_or("nothing was measured")?;
    let middle = |section: &str, name: &str| -> Result<f64> {
        let mut times: Vec<f64> = runs
            .iter()
            .flatten()
            .filter(|row| row.section == section && row.name == name)
            .map(|row| row.millis)
            .collect();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().ok_or_else(|| format!("no time of {name}").into())
    };
    let parsing = middle(STAGES, PARSING)?;
    let mut after = 0.0;
    for stage in AFTER {
        after += middle(STAGES, stage)?;
    }
    table::row("everything after parsing against parsing", after / parsing, "x", None);
    for stage in AFTER.into_iter().chain([OUTPUT]) {
        let what = format!("  {stage}, against parsing");
        table::row(&what, middle(STAGES, stage)? / parsing, "x", None);
    }
    for row in first.iter().filter(|row| row.section == GROUPS) {
        let what = format!("  {} alone, against parsing", row.name);
        table::row(&what, middle(GROUPS, &row.name)? / parsing, "x", None);
    }
    Ok(())
}

/// A line of the table that `--timings` prints.
struct Row {
    section: &'static str,
    name: String,
    millis: f64,
}

/// The lines of the sections on stages and groups: a name, a number and `ms`.
fn rows(printed: &str) -> Vec<Row> {
    let mut section = "";
    let mut rows = Vec::new();
    for line in printed.lines() {
        if !line.starts_with(' ') {
            section = [STAGES, GROUPS].into_iter().find(|it| line.starts_with(it)).unwrap_or("");
        }
        let Some((before, _)) = line.split_once(" ms ").filter(|_| !section.is_empty()) else {
            continue;
        };
        if let Some((name, number)) = before.trim().rsplit_once(' ')
            && let Ok(millis) = number.parse()
        {
            rows.push(Row { section, name: name.trim().to_owned(), millis });
        }
    }
    rows
}
