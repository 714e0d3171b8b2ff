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

/** {@code patternedapp demo}: the examples on a control plane of its own. */
@Command(
    name = "demo",
    description = {
      "Shows what becomes of PatternedApps, without a cluster: starts a kube-apiserver and etcd of"
          + " its own on this machine, runs the operator, applies the examples, shows what each"
          + " turns into, and stops it all. Touches no other cluster and no kubeconfig."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every example was applied",
      "1:an example was not applied, or there is no control plane to run",
      "2:wrong options"
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
        "Apply the YAML files of this directory. Default: those of ./examples, so that what you"
            + " edit there shows, or else those packed into this program."
      })
  private @Nullable Path examplesDirectory;

  @Option(
      names = "--keep",
      description = {
        "Leave it running, with a kubeconfig for kubectl, until you press Enter or Ctrl-C."
      })
  private boolean keepRunning;

  /** For the command line. */
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
    // What the operator logs would tear apart what is shown, and says the same.
    // After Ctrl-C the servers end at once, of which the operator would complain at length.
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
          spec.commandLine(), "--examples: " + examplesDirectory + " is no directory");
    }
    try {
      var found = ExampleSet.find(examplesDirectory, workingDirectory);
      if (found.files().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--examples: " + found.origin() + " holds no .yaml file");
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
    printer.out().printf("%nIt keeps running. In another terminal:%n");
    printer.out().printf("  kubectl --kubeconfig %s get papp -o wide%n", kubeconfig);
    printer.out().printf("Press Enter or Ctrl-C to stop.%n");
    printer.out().flush();
    awaitEnter();
  }

  /** Where nobody can press Enter, a signal ends the wait. */
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

  /** The encoding of standard output: a property since Java 19, the default's before. */
  private static Charset stdoutCharset() {
    var name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
