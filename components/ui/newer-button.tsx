import { Button } from './button'

/** Lets in what came while somebody pointed at a list; says so when there is something. */
export function NewerButton({ waiting, onShow }: { waiting: boolean; onShow: () => void }) {
  return (
    <span role="status">
      {waiting && (
        <Button look="quiet" size="small" onClick={onShow}>
          There is something newer. Show
        </Button>
      )}
    </span>
  )
}
