package insurancecontract.bench;

import java.util.List;
import java.util.Locale;

/** What can be measured. Each begins with a fresh platform, and the auditor looks at its end. */
enum Scenario {
  /** Applications by clients who wait for their answers; whatever is assigned is approved. */
  ACCEPT {
    @Override
    void on(Trial trial) {
      accepting(
          trial,
          load -> {
            load.closedLoop(trial.plan().clients());
            trial.warmUp();
            trial.measure(label(), load);
          });
    }
  },

  /** Applications at half of the rate that was just found, whether answers come or not. */
  ACCEPT_OPEN {
    @Override
    void on(Trial trial) {
      double best = best(trial);
      accepting(
          trial,
          load -> {
            load.openLoop(best / 2);
            trial.measure(label(), load);
          });
    }
  },

  /** A single client who applies again and again. */
  ONE_CLIENT {
    @Override
    void on(Trial trial) {
      accepting(
          trial,
          load -> {
            load.closedLoop(1);
            trial.warmUp();
            trial.measure(label(), load);
          });
    }
  },

  /** One row of the view. */
  READ {
    @Override
    void on(Trial trial) {
      trial.api().fill(APPLICATIONS);
      reading(label(), trial, trial.api().view());
    }
  },

  /** A page of twenty rows. */
  LIST {
    @Override
    void on(Trial trial) {
      trial.api().fill(APPLICATIONS);
      reading(label(), trial, trial.api().page());
    }
  },

  /** Applications at 1, 2, 5 and 10 times the best rate, then at half of it again. */
  OVERLOAD {
    @Override
    void on(Trial trial) {
      double best = best(trial);
      for (double times : List.of(0.5, 1.0, 2.0, 5.0, 10.0, 0.5)) {
        accepting(
            trial,
            load -> {
              load.openLoop(best * times);
              trial.measure("%s x%.1f".formatted(label(), times), load);
            });
      }
    }
  };

  private static final int READERS = 50;
  private static final int APPLICATIONS = 200;
  private static final int CONNECTIONS = 1_000;
  private static final int CAPACITY = 10_000;

  /** What is done while a desk decides. */
  private interface Work {
    void with(Load load);
  }

  /** Measures it on a fresh platform. */
  abstract void on(Trial trial);

  /** Its name on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double best(Trial trial) {
    accepting(
        trial,
        load -> {
          load.closedLoop(trial.plan().clients());
          trial.warmUp();
          trial.measure("best", load);
        });
    return trial.lastRate();
  }

  private static void accepting(Trial trial, Work work) {
    trial.api().openDesks(CAPACITY);
    Desk desk = new Desk(trial.vertx(), trial.api());
    desk.work();
    try (Load load = trial.load(CONNECTIONS, trial.api().application())) {
      work.with(load);
    } finally {
      desk.end();
    }
  }

  private static void reading(String name, Trial trial, Load.Request request) {
    try (Load load = trial.load(READERS, request)) {
      load.closedLoop(READERS);
      trial.warmUp();
      trial.measure(name, load);
    }
  }
}
