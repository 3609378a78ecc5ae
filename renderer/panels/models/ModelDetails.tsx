/** One model: its file, what is in it, and its devices. */
import type { ReactElement } from 'react'
import type { ModelEntry } from '../../../app/contract/studio.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { modelWords, nativeSize, partName, readIn } from '../../text/models.ts'
import { bytes } from '../../text/numbers.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { DeviceTable } from './DeviceTable.tsx'
import styles from './models.module.css'

export function ModelDetails({ model }: { readonly model: ModelEntry }): ReactElement {
  const isUsable = model.state === 'ready' || model.state === 'slow'
  return (
    <div className={styles.details}>
      <div className={styles.head}>
        <div className={styles.headWords}>
          <h2 className={styles.modelName}>{model.name}</h2>
          <p className={styles.about}>
            {model.about} {model.readIn !== undefined && isUsable && `${readIn(model.readIn)} ${modelWords.complete}`}
          </p>
        </div>
        <Buttons model={model} isUsable={isUsable} />
      </div>
      {model.info && (
        <div className={styles.tables}>
          <FileFacts model={model} />
          <Contents model={model} />
        </div>
      )}
      {isUsable && <DeviceTable model={model} />}
    </div>
  )
}

function Buttons({ model, isUsable }: { readonly model: ModelEntry; readonly isUsable: boolean }): ReactElement {
  const actions = useActions()
  const used = useWindow((state) => state.project?.document.draft.settings.model)
  const isUsed = used === model.id
  return (
    <div className={styles.buttons}>
      {!model.isBuiltIn && (
        <Button look="quiet" icon="trash" onClick={() => void actions.removeModel(model.id)}>
          {modelWords.remove}
        </Button>
      )}
      {!model.isDefault && isUsable && (
        <Button onClick={() => void actions.setPreferences({ defaultModel: model.id })}>
          {modelWords.makeDefault}
        </Button>
      )}
      {used !== undefined && isUsable && (
        <Button
          look="primary"
          isDisabled={isUsed}
          onClick={() => {
            actions.takeModel(model.id)
            actions.goTo('studio')
          }}
        >
          {isUsed ? modelWords.used : modelWords.use}
        </Button>
      )}
    </div>
  )
}

function FileFacts({ model: { info } }: { readonly model: ModelEntry }): ReactElement | null {
  if (!info) return null
  const { networks } = info
  const types = [...new Set(info.groups.flatMap((group) => group.types))]
  const facts: (readonly [string, string])[] = [
    [modelWords.format, info.format],
    [modelWords.precision, types.join(', ')],
    ...(info.usesEma ? [[modelWords.averaged, modelWords.ema] as const] : []),
    ...(networks
      ? [
          [modelWords.layers, networks.hasGrounding ? modelWords.withLayers : modelWords.without] as const,
          [modelWords.native, nativeSize(networks.nativeSide, networks.sideMultiple)] as const,
          [modelWords.instances, String(networks.maxInstances)] as const,
          [modelWords.words, `${networks.tokenizer.entries.toLocaleString('en-GB')}`] as const,
        ]
      : []),
  ]
  return (
    <section aria-label={modelWords.file}>
      <h3 className={styles.heading}>{modelWords.file}</h3>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term} className={styles.fact}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Contents({ model: { info, state } }: { readonly model: ModelEntry }): ReactElement | null {
  if (!info) return null
  return (
    <section aria-label={modelWords.contents}>
      <h3 className={styles.heading}>{modelWords.contents}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{modelWords.part}</th>
            <th scope="col">{modelWords.tensors}</th>
            <th scope="col">{modelWords.size}</th>
            <th scope="col">{modelWords.check}</th>
          </tr>
        </thead>
        <tbody>
          {info.groups.map(({ name, tensors, bytes: size }) => (
            <tr key={name}>
              <th scope="row">{partName(name)}</th>
              <td>{tensors}</td>
              <td>{bytes(size)}</td>
              <td className={styles.check}>
                {state !== 'unusable' && (
                  <>
                    <Icon name="check" size={14} /> {modelWords.ok}
                  </>
                )}
              </td>
            </tr>
          ))}
          {info.ignored.length > 0 && (
            <tr>
              <th scope="row">{modelWords.leftovers}</th>
              <td>{info.ignored.length}</td>
              <td>{modelWords.none}</td>
              <td className={styles.small}>{modelWords.ignored}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}
