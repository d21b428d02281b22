//! Files that no text fixture can hold.

use super::{Programme, UNTITLED};

/// The line of the finding of [`UNTITLED`], in a file beside the one that is looked at.
const BESIDE: &str = "z.toml:1:3: error[missing-key] control `untitled` has no `title`";

#[test]
fn broken_utf8_is_a_finding_and_ends_nothing() {
    let bytes = b"[[control]]\nid = \"cafe\"\ntitle = \"caf\xe9\"\n";
    let run = Programme::new().with("a.toml", bytes).with("z.toml", UNTITLED).concise();
    assert_eq!(run.code, 1);
    let lines = run.lines();
    assert!(lines[0].starts_with("a.toml:3:13: error[invalid-toml] "), "{}", run.out);
    assert_eq!(lines[1], BESIDE);
    assert_eq!(run.err, "");
}

#[test]
fn broken_utf8_in_the_settings_is_a_failure_of_the_job() {
    let manifest = [b"# \xff\n".as_slice(), super::MANIFEST.as_bytes()].concat();
    let run = Programme::new().with("complint.toml", manifest).with("z.toml", UNTITLED).concise();
    assert_eq!(run.code, 2);
    assert!(run.lines()[0].starts_with("complint.toml:1:3: error[invalid-toml] "), "{}", run.out);
    assert_eq!(run.lines()[1], BESIDE);
}

#[test]
fn a_utf16_file_is_a_finding() {
    let bytes: Vec<u8> =
        "\u{feff}[[control]]\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let run = Programme::new().with("a.toml", bytes).with("z.toml", UNTITLED).concise();
    assert_eq!(run.code, 1);
    assert!(run.out.contains("a.toml:1:1: error[invalid-toml] "), "{}", run.out);
    assert!(run.out.contains(BESIDE), "{}", run.out);
}

#[test]
fn a_file_without_a_byte_is_nothing_to_complain_of() {
    let run = Programme::new().with("a.toml", "").with("b.toml", "# to come\n").concise();
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.starts_with("no findings: 1 record in 3 files, "), "{}", run.out);
}

#[test]
fn twenty_thousand_records() {
    let mut text = String::new();
    for number in 0..20_000 {
        text += &format!("[[control]]\nid = \"c-{number}\"\n");
        text += &format!(
            "title = \"Control {number}: {}\"\nstatus = \"implemented\"\n\n",
            "x".repeat(80)
        );
    }
    text += UNTITLED;
    assert!(text.len() > 3_000_000);
    let run = Programme::new().with("a.toml", text).concise();
    assert_eq!(run.code, 1);
    assert_eq!(
        run.lines(),
        [
            "a.toml:100001:3: error[missing-key] control `untitled` has no `title`",
            "1 error in 1 file"
        ]
    );
}

/// Many files get memory of another kind than few, and than any in a run that mends.
#[test]
fn hundreds_of_files_are_read_as_a_few_are() {
    let mut programme = Programme::new();
    let length = |number| match number {
        100..=102 => 65_435 + number,
        103 => 200_000,
        _ => 4_000 + number,
    };
    for number in 0..400 {
        let start = format!("[[control]]\nid = \"c-{number}\"\ntitle = \"Control\"\n# ");
        let end = format!("\n[[control]]\nid = \"d-{number}\"\n");
        let between = "x".repeat(length(number) - start.len() - end.len());
        programme = programme.with(&format!("{number}.toml"), start + &between + &end);
    }
    let broken = b"# \xff\n".repeat(1_000);
    let programme = programme.with("400.toml", "").with("401.toml", broken);

    let run = programme.concise();
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(run.lines().len(), 402);
    for number in 0..400 {
        let end = format!("error[missing-key] control `d-{number}` has no `title`");
        let wanted = format!("{number}.toml:5:3: {end}");
        assert!(run.lines().contains(&wanted.as_str()), "{wanted} is not in {}", run.out);
    }
    assert!(run.out.contains("401.toml:1:3: error[invalid-toml] "), "{}", run.out);
    let mending = programme.run(&["--output-format", "concise", "--fix"]);
    assert_eq!(mending.out, run.out);
}

#[test]
fn nesting_without_end_is_a_finding() {
    let times = |text: &str| text.repeat(10_000);
    let deep = [
        format!("x = {}{}\n", times("["), times("]")),
        format!("x = {}\n", times("[")),
        format!("x = {}1{}\n", times("{a = "), times("}")),
        format!("x = {}\n", times("{a = ")),
        format!("x{} = 1\n", times(".a")),
        format!("[x{}]\n", times(".a")),
        format!("[[control]]\nid = \"a\"\ntitle = \"a\"\nowner = {}{}\n", times("["), times("]")),
    ];
    for text in deep {
        let start: String = text.chars().take(60).collect();
        let run = Programme::new().with("a.toml", text).with("z.toml", UNTITLED).concise();
        assert_eq!(run.code, 1, "{start}");
        assert!(run.out.contains(": error[invalid-toml] "), "{start}\n{}", run.out);
        assert!(run.out.contains(BESIDE), "{start}\n{}", run.out);
        assert_eq!(run.err, "", "{start}");
    }
}

#[test]
fn nesting_without_end_in_the_settings() {
    let brackets = format!("[files]\ninclude = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
    let manifest = format!("{}{brackets}", super::MANIFEST);
    let run = Programme::new().with("complint.toml", manifest).concise();
    assert_eq!(run.code, 2, "{}", run.out);
    assert_eq!(run.err, "");
}
