package insurancecontract.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.backends.BackendRegistries;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setMetricsOptions(Meters.options()));
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(50).setMaxWaitQueueSize(-1));

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void ten_thousand_invented_methods_and_paths_share_one_label() throws Exception {
    Router router = Router.router(vertx);
    router.get("/things/:id").handler(request -> request.response().end());
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));

    List<Future<?>> answers =
        IntStream.range(0, 10_000)
            .<Future<?>>mapToObj(i -> ask(server.actualPort(), method(i), "/things/" + i))
            .toList();
    assertThat(await(Future.all(answers)).succeeded()).isTrue();

    assertThat(labels("method")).containsExactlyInAnyOrder("GET", "other");
    assertThat(labels("route")).containsExactlyInAnyOrder("", "/things/:id");
    assertThat(labels("code")).containsExactlyInAnyOrder("200", "405");
    assertThat(BackendRegistries.getDefaultNow().getMeters()).hasSizeLessThan(200);
  }

  /** Half of them known. */
  private static HttpMethod method(int value) {
    return value % 2 == 0 ? HttpMethod.GET : HttpMethod.valueOf("M" + value + "X");
  }

  private Future<Void> ask(int port, HttpMethod method, String path) {
    return client
        .request(
            new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(method)
                .setURI(path + "?q=" + path))
        .compose(request -> request.send())
        .compose(answer -> answer.end());
  }

  private static Set<String> labels(String name) {
    return BackendRegistries.getDefaultNow().getMeters().stream()
        .map(meter -> meter.getId().getTag(name))
        .filter(value -> value != null)
        .collect(Collectors.toSet());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
