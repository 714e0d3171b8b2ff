package io.patternedapp.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * The result of a command.
 *
 * @param exitCode the exit code
 * @param out the text on standard output
 * @param err the text on standard error
 */
record CommandResult(int exitCode, String out, String err) {

  static CommandResult execute(Callable<Integer> command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandResult(exitCode, out.toString(), err.toString());
  }
}
