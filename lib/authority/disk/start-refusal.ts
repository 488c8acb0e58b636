/** Why the authority does not start, as one message with what to do. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal'
}

/** Another authority has its data in this folder, and runs. */
export class FolderInUse extends StartRefusal {}
