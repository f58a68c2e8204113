package insurancecontract.endtoend.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While one process after another is replaced, the version before works on what the next one has
 * migrated: a migration may add, but neither take away nor ask for more.
 */
class MigrationsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db");

  private static final Pattern IN_THE_WAY =
      Pattern.compile(
          "\\bdrop\\s+(table|column|view|type|function|schema)"
              + "|\\brename\\b"
              + "|\\balter\\s+column\\s+\\S+\\s+(type|set\\s+not\\s+null|drop\\s+default)"
              + "|\\balter\\s+table\\b[^;]*\\badd\\s+(constraint|check|unique|foreign)"
              + "|\\badd\\s+column\\b(?![^,;]*\\bdefault\\b)[^,;]*\\bnot\\s+null\\b",
          Pattern.CASE_INSENSITIVE);

  @Test
  void the_version_before_finds_all_that_it_needs() throws IOException {
    List<Path> migrations = migrations();
    assertThat(migrations).hasSizeGreaterThanOrEqualTo(9);
    for (Path migration : migrations) {
      assertThat(IN_THE_WAY.matcher(Files.readString(migration)).results())
          .as("%s", migration)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table outbox;",
        "alter table payment drop column reason;",
        "alter table payment rename column reason to why;",
        "alter table payment alter column amount type numeric;",
        "alter table payment alter column reason set not null;",
        "alter table payment add constraint positive check (amount > 0);",
        "alter table payment add column bank text not null;"
      })
  void what_would_be_in_its_way_is_noticed(String statement) {
    assertThat(IN_THE_WAY.matcher(statement).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table payment add column bank text;",
        "alter table payment add column bank text not null default '';",
        "alter table payment add column bank text default '' not null, add column branch text;",
        "create table bank (id bigint primary key, name text not null unique);",
        "drop index payment_by_bank;"
      })
  void what_is_added_is_not(String statement) {
    assertThat(IN_THE_WAY.matcher(statement).find()).isFalse();
  }

  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(
              file ->
                  file.toString().endsWith(".sql")
                      && file.toString().contains(MIGRATIONS.toString()))
          .sorted()
          .toList();
    }
  }
}
