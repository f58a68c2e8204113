/** The view's HTTP resources. */
package insurancecontract.view.adapter.http;
