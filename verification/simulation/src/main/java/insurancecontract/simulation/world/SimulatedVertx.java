package insurancecontract.simulation.world;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * As much of Vert.x as the services' timers need, in simulated time; a timer dies with its process.
 * Every other method throws, so that nothing real is used by mistake.
 */
final class SimulatedVertx {
  private static final Class<?>[] VERTX = {Vertx.class};
  private static final Class<?>[] TIMER = {Timer.class};

  private final Replica process;
  private final Map<Long, Timeline.Entry> timers = new HashMap<>();
  private long lastId;

  private SimulatedVertx(Replica process) {
    this.process = process;
  }

  static Vertx of(Replica process) {
    var simulated = new SimulatedVertx(process);
    return (Vertx)
        Proxy.newProxyInstance(
            SimulatedVertx.class.getClassLoader(),
            VERTX,
            (proxy, method, arguments) -> simulated.call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "setTimer" -> setTimer((Long) arguments[0], handler(arguments[1]));
      case "cancelTimer" -> cancelTimer((Long) arguments[0]);
      case "timer" -> timer(millis(arguments));
      default -> throw new UnsupportedOperationException(method + " is not simulated");
    };
  }

  private static long millis(Object[] arguments) {
    long time = (Long) arguments[0];
    return arguments.length == 1 ? time : ((TimeUnit) arguments[1]).toMillis(time);
  }

  @SuppressWarnings("unchecked")
  private static Handler<Long> handler(Object argument) {
    return (Handler<Long>) argument;
  }

  private long setTimer(long millis, Handler<Long> handler) {
    long id = ++lastId;
    timers.put(
        id,
        process.timer(
            millis * 1_000,
            () -> {
              timers.remove(id);
              handler.handle(id);
            }));
    return id;
  }

  private boolean cancelTimer(long id) {
    Timeline.Entry timer = timers.remove(id);
    return timer != null && timer.cancel();
  }

  private Timer timer(long millis) {
    Promise<Void> over = Promise.promise();
    process.later(millis * 1_000, over::complete);
    Future<Void> future = over.future();
    return (Timer)
        Proxy.newProxyInstance(
            SimulatedVertx.class.getClassLoader(),
            TIMER,
            (proxy, method, arguments) -> onFuture(future, method, arguments));
  }

  private static Object onFuture(Future<Void> future, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(future, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
