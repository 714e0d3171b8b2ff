package io.patternedapp.cli;

import io.patternedapp.cli.controlplane.ControlPlaneStartException;
import io.patternedapp.cli.controlplane.binaries.BinaryLocator;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneUnavailableException;
import io.patternedapp.cli.demo.Demo;
import io.patternedapp.cli.demo.DemoPrinter;
import io.patternedapp.cli.demo.ExampleSet;
import io.patternedapp.cli.logging.TemporaryLogLevel;
import io.patternedapp.cli.process.ProgressListener;
import io.patternedapp.cli.process.ShutdownHook;
import io.patternedapp.cli.terminal.TreeGlyphs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code patternedapp demo}: applies the examples to a local control plane. */
@Command(
    name = "demo",
    description = {
      "Demonstrate the operator without a cluster.",
      "Starts a kube-apiserver and etcd on this machine, runs the operator, applies "
          + "the examples, prints the objects that it creates for each, and stops. Does not"
          + " access any other cluster or kubeconfig."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all examples were applied",
      "1:an example was not applied, or no control plane is available",
      "2:invalid options"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
public final class DemoCommand implements Callable<Integer> {

  private final Path workingDirectory;
  private final InputStream stdin;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--examples",
      paramLabel = "DIR",
      description = {
        "Directory of YAML files to apply. Default: ./examples if it exists, so that your changes"
            + " there are applied; otherwise the examples packaged with this program."
      })
  private @Nullable Path examplesDirectory;

  @Option(
      names = "--keep",
      description = {
        "Keep the control plane and the operator running, with a kubeconfig for kubectl, until you"
            + " press Enter or Ctrl-C."
      })
  private boolean keepRunning;

  /** Creates the command for the current directory and standard input. */
  public DemoCommand() {
    this(Path.of(""), System.in);
  }

  DemoCommand(Path working, InputStream in) {
    this.workingDirectory = working;
    this.stdin = in;
  }

  @Override
  public Integer call() throws InterruptedException {
    var examples = findExamples();
    var err = spec.commandLine().getErr();
    // The operator's INFO log repeats the output of the demo and would interrupt it.
    // After Ctrl-C the servers stop immediately; the operator's errors about that are noise.
    try (var logLevel = TemporaryLogLevel.warningsOnly();
        var ignored = ShutdownHook.stopping(logLevel::muteAll)) {
      var progress = progressListener();
      var binaries = BinaryLocator.create(System.getenv(), progress).locate();
      var printer =
          new DemoPrinter(spec.commandLine().getOut(), TreeGlyphs.forCharset(stdoutCharset()));
      return Demo.run(binaries, examples, printer, progress, path -> awaitStop(printer, path))
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    } catch (ControlPlaneUnavailableException | ControlPlaneStartException e) {
      err.println("Error: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private ExampleSet findExamples() {
    if (examplesDirectory != null && !Files.isDirectory(examplesDirectory)) {
      throw new ParameterException(
          spec.commandLine(), "--examples: " + examplesDirectory + " is not a directory");
    }
    try {
      var found = ExampleSet.find(examplesDirectory, workingDirectory);
      if (found.files().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--examples: " + found.origin() + " contains no .yaml file");
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProgressListener progressListener() {
    var err = spec.commandLine().getErr();
    return line -> {
      err.println(line);
      err.flush();
    };
  }

  private void awaitStop(DemoPrinter printer, Path kubeconfig) throws InterruptedException {
    if (!keepRunning) {
      return;
    }
    printer.out().printf("%nThe demo keeps running. In another terminal, run:%n");
    printer.out().printf("  kubectl --kubeconfig %s get papp -o wide%n", kubeconfig);
    printer.out().printf("Press Enter or Ctrl-C to stop.%n");
    printer.out().flush();
    awaitEnter();
  }

  /** Without a terminal on standard input, only a signal ends the wait. */
  private void awaitEnter() throws InterruptedException {
    try {
      for (int character = stdin.read(); character != '\n'; character = stdin.read()) {
        if (character < 0) {
          new CountDownLatch(1).await();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the encoding of standard output: a system property since Java 19. */
  private static Charset stdoutCharset() {
    var name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
