//! Parse arguments, run, exit code.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser as _;
use complint::cli::Cli;
use complint::command::{self, FAILED};

fn main() -> ExitCode {
    complint::parallel::work_along();
    std::panic::set_hook(Box::new(|panic| {
        let _ = writeln!(
            io::stderr(),
            "{panic}\nThis is a defect of complint {}. Please report it, with the file that it stumbled over:\n{}/issues",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_REPOSITORY")
        );
    }));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return command::refuse(&error),
    };
    let run = || {
        let mut out = BufWriter::new(io::stdout().lock());
        let code = command::run(&cli, &mut out, &mut io::stderr())?;
        out.flush().map(|()| code)
    };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        Ok(Ok(code)) => ExitCode::from(code),
        // Whoever reads our output has read enough.
        Ok(Err(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            let _ = writeln!(io::stderr(), "error: cannot write: {error}");
            ExitCode::from(FAILED)
        }
        Err(_) => ExitCode::from(FAILED),
    }
}
