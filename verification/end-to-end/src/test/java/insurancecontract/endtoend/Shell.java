package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of documents, run as a reader runs them. */
final class Shell {
  private Shell() {}

  /** The example whose first line is a comment of this name. */
  static String block(Path document, String name) throws IOException {
    Matcher block =
        Pattern.compile("```bash\n( *# " + name + "\n.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(document));
    assertThat(block.find()).as("%s has an example %s", document, name).isTrue();
    return block.group(1);
  }

  /** What it prints, the errors included. */
  static String run(String script) throws IOException {
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
