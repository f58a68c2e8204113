/** What the command lines of all programs share. */
package insurancecontract.commandline;
