package insurancecontract.chassis.http;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exceptions in callbacks, where the router does not see them. */
class UnhandledExceptionsIT {
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private final class Failing extends VerticleBase {
    private HttpServer server;

    @Override
    public Future<?> start() {
      UnhandledExceptions.handle(vertx, meters, "test");
      Router router = Router.router(vertx);
      router.route().handler(UnhandledExceptions::remember).failureHandler(Http::fail);
      router
          .get("/later")
          .handler(
              request -> {
                long unused =
                    vertx.setTimer(
                        1,
                        later -> {
                          throw new IllegalStateException("a fault of ours");
                        });
              });
      return vertx
          .createHttpServer()
          .requestHandler(router)
          .listen(0, "127.0.0.1")
          .onSuccess(listening -> server = listening);
    }
  }

  @AfterEach
  void close() {
    done(vertx.close());
  }

  @Test
  void the_request_gets_a_problem_and_the_exception_is_counted() {
    Failing failing = new Failing();
    String unused = await(vertx.deployVerticle(failing));
    var answer =
        await(
            WebClient.create(vertx).get(failing.server.actualPort(), "127.0.0.1", "/later").send());
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("INTERNAL");
    assertThat(meters.get("unhandled.exceptions").counter().count()).isEqualTo(1);
  }
}
