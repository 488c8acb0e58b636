/** A command that was not carried out; the message is the sentence that the terminal shows. */
export class CommandFault extends Error {}

/** The authority gave no clear answer. `wasSent`: it may have done what it was asked to. */
export class NoAnswer extends Error {
  constructor(
    message: string,
    readonly wasSent: boolean,
  ) {
    super(message)
  }
}
