import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

export default defineConfig(globalIgnores(["node_modules", "src/api/schema.d.ts"]), {
    files: ["src/**/*.{ts,tsx}"],
    extends: [typescript.configs.strictTypeChecked, hooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
        "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
        "max-lines": ["error", 400],
        "no-restricted-syntax": [
            "error",
            {
                selector: "JSXText[value=/[A-Za-z\\u4e00-\\u9fff]/]",
                message: "What a person reads stands in src/texts, in both languages.",
            },
            {
                selector:
                    "JSXAttribute[name.name=/^(title|label|placeholder|alt|aria-label|content|message|description)$/] > Literal[value=/[A-Za-z\\u4e00-\\u9fff]/]",
                message: "What a person reads stands in src/texts, in both languages.",
            },
            {
                selector:
                    "MemberExpression[property.name='dangerouslySetInnerHTML'], JSXAttribute[name.name='dangerouslySetInnerHTML']",
                message: "Nothing that came from outside becomes markup.",
            },
        ],
    },
});
