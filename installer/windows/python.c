/* python.exe and pythonw.exe: no more than the door to python311.dll beside them. */
#include <windows.h>

typedef int (*py_main)(int, wchar_t **);

static int run(int count, wchar_t **words)
{
    HMODULE library = LoadLibraryW(L"python311.dll");
    py_main enter = library ? (py_main)(void *)GetProcAddress(library, "Py_Main") : NULL;
    return enter ? enter(count, words) : 120;
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    (void)instance, (void)before, (void)line, (void)show;
    return run(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **words)
{
    return run(count, words);
}
#endif
