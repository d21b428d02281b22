fn main() {
    let path = std::env::args().nth(1).unwrap();
    let day: jiff::civil::Date = std::env::args().nth(2).unwrap().parse().unwrap();
    for root in complint::discover(path.as_ref()).unwrap() {
        let t = std::time::Instant::now();
        let ws = complint::Workspace::open(&root, &complint::Options::default()).unwrap();
        let t1 = t.elapsed();
        let report = complint::lint(&ws, day);
        eprintln!("open {:?} lint {:?}", t1, t.elapsed() - t1);
        for f in &report.findings {
            let s = ws.source(f.place.source);
            let p = complint::source::Lines::new(&s.text).position(&s.text, f.place.span.start);
            println!("{}:{}:{}: {} [{}] {}{}", s.path, p.line, p.column, f.level, ws.rules.get(f.rule).unwrap().name, f.message, f.help.as_ref().map(|h| format!(" | {h}")).unwrap_or_default());
        }
        println!("{:?} {:?} withheld {:?} setup {}", report.checked, report.counts(), report.withheld.len(), report.setup_broken);
    }
}
