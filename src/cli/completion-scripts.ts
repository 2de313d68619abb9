/** The scripts that make a shell ask us what may stand next (`--complete`, complete.ts). */

export const SHELLS = ['bash', 'fish', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

/** What is printed where the shell itself is to complete a path. */
export const FILES = ':files';

const BASH = `# bash completion of bootscope: source <(bootscope completion bash)
_bootscope() {
  local line=\${COMP_LINE:0:COMP_POINT} current kept value about
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=\${words[\${#words[@]} - 1]}
  # What stands before the last : or = is a word of its own to bash, and on the line already.
  kept=\${current%"\${current##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    if [[ $value == ${FILES} ]]; then
      compopt -o default -o filenames
      COMPREPLY=()
      return
    fi
    COMPREPLY+=("$(printf %q "\${value#"$kept"}")")
  done < <("\${words[0]/#\\~/$HOME}" --complete "\${words[@]:1}" 2> /dev/null)
}
complete -F _bootscope bootscope`;

const FISH = `# fish completion of bootscope: bootscope completion fish > ~/.config/fish/completions/bootscope.fish
function __bootscope_complete
    set -l words (commandline -opc)
    set -a words (commandline -ct | string collect --allow-empty)
    set -l found ($words[1] --complete $words[2..] 2> /dev/null)
    if test "$found[1]" = '${FILES}'
        __fish_complete_path (commandline -ct)
    else
        string join \\n -- $found
    end
end
complete -c bootscope -f -a '(__bootscope_complete)'`;

const ZSH = `#compdef bootscope
# zsh completion of bootscope: bootscope completion zsh > a folder of $fpath, as _bootscope; or source it
_bootscope() {
  local line value
  local -a values shown
  for line in "\${(@f)$("\${(Q)words[1]}" --complete "\${(@Q)words[2,CURRENT]}" 2> /dev/null)}"; do
    value=\${line%%$'\\t'*}
    if [[ $value == ${FILES} ]]; then
      _files
      return
    fi
    [[ -n $value ]] || continue
    values+=("$value")
    shown+=("\${line/$'\\t'/  -- }")
  done
  (( $#values )) && compadd -l -d shown -a values
}
if [[ "\${funcstack[1]}" == _bootscope ]]; then _bootscope "$@"; else compdef _bootscope bootscope; fi`;

export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, fish: FISH, zsh: ZSH };
