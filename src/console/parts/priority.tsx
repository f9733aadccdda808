/** Priority 0–100 as a number and a bar. */
export function PriorityMeter({ value }: { value: number }) {
  return (
    <span className="priority num">
      <b>{Math.round(value)}</b>
      <span className="meter" aria-hidden="true">
        <i style={{ width: `${Math.max(0, Math.min(100, value))}%` }} />
      </span>
    </span>
  );
}
