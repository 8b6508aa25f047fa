; The installer for Windows, for one person, without an administrator and without a network. It packs what PyInstaller made:
;   makensis -NOCD -DVERSION=0.1.0 -DSOURCE=dist\reviewer -DOUT=dist\evidence-reviewer-0.1.0-windows-x86_64.exe packaging\windows\evidence-reviewer.nsi
; Without -NOCD it looks for SOURCE and OUT from the folder of this script.
Unicode true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "x64.nsh"
!ifndef VERSION
  !error "say -DVERSION=…"
!endif
!ifndef SOURCE
  !error "say -DSOURCE=…, the folder that PyInstaller made"
!endif
!ifndef OUT
  !error "say -DOUT=…, the installer to write"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\EvidenceReviewer"
!define CLASSES "Software\Classes"

Name "Evidence Reviewer ${VERSION}"
OutFile "${OUT}"
; A short path: some programs end at 260 characters.
InstallDir "$LOCALAPPDATA\EvidenceReviewer\program"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText " "

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "This needs a 64-bit Windows. Nothing was installed."
    Quit
  ${EndIf}
FunctionEnd

; Takes away the program, whole or not at all: Windows renames no folder in which a file is open, and both the window and
; the command line have files of _internal open as long as they run. What an earlier try left behind goes first.
!macro CLEAR
  RMDir /r "$INSTDIR\_internal.gone"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.gone"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "Evidence Reviewer is open, in its window or a command line. Close it, then start this again. Nothing was changed."
      Quit
    ${EndIf}
  ${EndIf}
  Delete "$INSTDIR\evidence-reviewer.exe"
  Delete "$INSTDIR\reviewer.exe"
  RMDir /r "$INSTDIR\_internal.gone"
!macroend

Section "Evidence Reviewer"
  ; What an earlier version left behind must not be found by this one. Cases and settings are elsewhere.
  ${If} ${FileExists} "$INSTDIR\evidence-reviewer.exe"
    !insertmacro CLEAR
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Evidence Reviewer.lnk" "$INSTDIR\evidence-reviewer.exe"
  WriteRegStr HKCU "${CLASSES}\.evcase" "" "EvidenceReviewer.case"
  WriteRegStr HKCU "${CLASSES}\EvidenceReviewer.case" "" "Case of Evidence Reviewer"
  WriteRegStr HKCU "${CLASSES}\EvidenceReviewer.case\shell\open\command" "" '"$INSTDIR\evidence-reviewer.exe" "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "Evidence Reviewer"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; By name: had somebody chosen a folder that holds more, that stays.
  !insertmacro CLEAR
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Evidence Reviewer.lnk"
  DeleteRegKey HKCU "${CLASSES}\EvidenceReviewer.case"
  DeleteRegKey HKCU "${CLASSES}\.evcase"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
