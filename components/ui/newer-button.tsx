import { Button } from './button'

/** Shows the rows that came while a pointer was on the list; says so when there are any. */
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
