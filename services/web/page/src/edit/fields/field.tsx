import { useId, type ReactNode } from "react";

interface FieldProps {
  readonly label: string;
  readonly help?: string | null | undefined;
  readonly wrong?: boolean;
  readonly children: (id: string, helpId: string | undefined) => ReactNode;
}

/** A control with its name above it. */
export function Field({ label, help, wrong = false, children }: FieldProps) {
  const id = useId();
  const helpId = help ? `${id}-help` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id, helpId)}
      {help && (
        <p id={helpId} className={wrong ? "field-help field-wrong" : "field-help"} role={wrong ? "alert" : undefined}>
          {help}
        </p>
      )}
    </div>
  );
}
