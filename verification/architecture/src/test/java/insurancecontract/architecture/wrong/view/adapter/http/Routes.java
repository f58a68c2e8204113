package insurancecontract.architecture.wrong.view.adapter.http;

/** An adapter that the inside knows. */
public record Routes() {}
