//! The one question. It is asked again until the answer can be understood, or there is none.

use std::io::{self, BufRead, Write};

use super::{Framework, choice, clean_line, offered};

/// Asks which frameworks are in scope; nothing where the input ends.
///
/// # Errors
///
/// What reading and writing say.
pub(super) fn frameworks(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<Option<Vec<&'static Framework>>> {
    let offered: Vec<&'static Framework> = offered().collect();
    let widest = offered.iter().map(|it| it.head.id.len()).max().unwrap_or(0);
    writeln!(out, "Which frameworks do you promise to meet?\n")?;
    for (number, framework) in (1..).zip(&offered) {
        writeln!(out, "  {number}  {:widest$}  {}", framework.head.id, framework.head.title)?;
    }
    writeln!(out, "\nNumbers or ids, several with commas.")?;
    loop {
        write!(out, "> ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        match understood(&line, &offered) {
            Ok(frameworks) if frameworks.is_empty() => writeln!(out, "At least one.")?,
            Ok(frameworks) => {
                writeln!(out)?;
                return Ok(Some(frameworks));
            }
            Err(said) => writeln!(out, "{}", clean_line(&said))?,
        }
    }
}

/// `1, soc2`
fn understood(
    line: &str,
    offered: &[&'static Framework],
) -> Result<Vec<&'static Framework>, String> {
    let mut ids = Vec::new();
    for word in line.split([',', ' ', '\t']).map(str::trim).filter(|word| !word.is_empty()) {
        let id = match word.parse::<usize>() {
            Err(_) => word.to_lowercase(),
            Ok(number) => match number.checked_sub(1).and_then(|index| offered.get(index)) {
                Some(framework) => framework.head.id.to_string(),
                None => return Err(format!("The numbers are 1 to {}.", offered.len())),
            },
        };
        let wrong = |error: super::Error| match error.help() {
            Some(help) => format!("No framework is called `{id}`: {help}"),
            None => error.to_string(),
        };
        choice::frameworks(&[&id]).map_err(wrong)?;
        ids.push(id);
    }
    // Nothing was typed: that is asked again, and no error.
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    choice::frameworks(&ids).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::frameworks;

    fn asked(input: &str) -> (Option<Vec<&str>>, String) {
        let mut out = Vec::new();
        let answer = frameworks(&mut input.as_bytes(), &mut out).expect("memory does not fail");
        let ids = |list: Vec<&'static crate::framework::Framework>| {
            list.into_iter().map(|framework| framework.head.id.as_str()).collect()
        };
        (answer.map(ids), String::from_utf8(out).expect("text"))
    }

    #[test]
    fn numbers_and_ids_do() {
        assert_eq!(asked("1\n").0, Some(vec!["iso27001"]));
        assert_eq!(asked("soc2, 1, SOC2\n").0, Some(vec!["iso27001", "soc2"]));
        assert_eq!(asked("soc2 iso27001").0, Some(vec!["iso27001", "soc2"]));
    }

    #[test]
    fn what_cannot_be_understood_is_asked_again() {
        let (answer, said) = asked("\nsoc3\n99\n0\nsoc2\n");
        assert_eq!(answer, Some(vec!["soc2"]));
        assert!(said.contains("At least one."), "{said}");
        assert!(said.contains("No framework is called `soc3`: did you mean `soc2`?"), "{said}");
        assert_eq!(said.matches("The numbers are 1 to ").count(), 2, "{said}");
    }

    #[test]
    fn the_end_is_no_answer() {
        assert_eq!(asked("").0, None);
        assert_eq!(asked("nonsense\n").0, None);
    }
}
