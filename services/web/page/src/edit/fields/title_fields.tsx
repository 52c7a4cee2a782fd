import type { Title } from "../../editing/lane";
import { useReading } from "../../language/language";
import { EDIT } from "../../texts/edit";
import { TextField } from "./text_field";

interface TitleFieldsProps {
  readonly title: Title;
  readonly onChange: (title: Title) => void;
  readonly labels?: { readonly zh: string; readonly en: string };
}

/** A name in both languages, that of the reader first. */
export function TitleFields({ title, onChange, labels }: TitleFieldsProps) {
  const { read, language } = useReading();
  const zh = (
    <TextField
      key="zh"
      label={labels?.zh ?? read(EDIT.nameZh)}
      value={title.zh}
      onChange={(value) => {
        onChange({ ...title, zh: value });
      }}
    />
  );
  const en = (
    <TextField
      key="en"
      label={labels?.en ?? read(EDIT.nameEn)}
      value={title.en}
      onChange={(value) => {
        onChange({ ...title, en: value });
      }}
    />
  );
  return <div className="field-row titles">{language === "zh-CN" ? [zh, en] : [en, zh]}</div>;
}
